//! Who may send what a browser sends by itself.

use actix_http::Request;
use actix_web::App;
use actix_web::http::Method;
use serde_json::json;

use crate::browser::{Session, get, post, set};
use crate::routes::serve;
use crate::support::{Script, Scripted, bearer, builder, call, chunked, local, seen};

const OWN: &str = "https://app.example";
const LISTED: &str = "https://admin.example";
const EVIL: &str = "https://app.example.evil.com";

const SITES: [Option<&str>; 6] =
    [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site"), Some("x")];
const ORIGINS: [Option<&str>; 5] = [None, Some(OWN), Some(LISTED), Some(EVIL), Some("null")];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Nothing,
    Own,
    Wrong,
    Others,
}

const SENT: [Sent; 4] = [Sent::Nothing, Sent::Own, Sent::Wrong, Sent::Others];

/// What the answer's `detail` must begin with; `None` for whom is let in. Written down apart from
/// the library: an allowed origin is enough, else neither header may say that the page is foreign.
fn expected(
    safe: bool,
    listing: bool,
    (site, origin): (Option<&str>, Option<&str>),
    sent: Sent,
) -> Option<&'static str> {
    if safe {
        return None;
    }
    if !(listing && origin == Some(LISTED)) {
        if !matches!(site, None | Some("same-origin" | "none")) {
            return Some("`Sec-Fetch-Site` names a foreign page");
        }
        if !matches!(origin, None | Some(OWN)) {
            return Some("`Origin` is not allowed");
        }
    }
    match sent {
        Sent::Own => None,
        Sent::Nothing => Some("The header `X-CSRF-Token` is missing"),
        Sent::Wrong | Sent::Others => Some("The header `X-CSRF-Token` does not hold"),
    }
}

#[actix_web::test]
async fn method_site_origin_and_value_decide() {
    for listing in [false, true] {
        let lines = if listing { "csrf.origins = [\"https://admin.example\"]" } else { "" };
        let (_, paseto, app) = serve!(lines);
        let [ours, others] =
            [0, 1].map(|_| Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap()));
        for method in
            ["GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE", "PURGE", "get"]
        {
            let safe = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(&method);
            for (site, origin, sent) in cases() {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let mut ask = ours.get("/either").method(method.clone());
                for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                    if let Some(value) = value {
                        ask = ask.insert_header((name, value));
                    }
                }
                let value = match sent {
                    Sent::Nothing => None,
                    Sent::Own => Some(ours.csrf.clone()),
                    Sent::Wrong => Some(format!("{}x", &ours.csrf[1..])),
                    Sent::Others => Some(others.csrf.clone()),
                };
                if let Some(value) = value {
                    ask = ask.insert_header(("x-csrf-token", value));
                }
                let reply = call(&app, ask).await;
                let case = format!("{method} {site:?} {origin:?} {sent:?} {listing}");
                match expected(safe, listing, (site, origin), sent) {
                    None => assert_eq!(reply.status, 200, "{case} {}", reply.text()),
                    Some(detail) => {
                        assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()), "{case}");
                        let told = reply.json()["detail"].as_str().unwrap().to_owned();
                        assert!(told.starts_with(detail), "{case}: {told}");
                    }
                }
            }
        }
    }
}

fn cases() -> impl Iterator<Item = (Option<&'static str>, Option<&'static str>, Sent)> {
    let pairs = SITES.into_iter().flat_map(|site| ORIGINS.map(|origin| (site, origin)));
    pairs.flat_map(|(site, origin)| SENT.map(|sent| (site, origin, sent)))
}

#[actix_web::test]
async fn a_token_in_a_header_needs_nothing() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let plain = paseto.issuer().access("alice").issue().unwrap();
    for token in [plain.as_str(), &session.access] {
        for uri in ["/either", "/optional", "/lenient"] {
            let ask = post(uri).insert_header(bearer(token));
            let ask = ask.insert_header(("sec-fetch-site", "cross-site"));
            let ask = ask.insert_header(("origin", EVIL));
            // Cookies that nobody reads do not make it a browser's.
            let ask = ask.insert_header(("cookie", format!("__Host-csrf={}", session.csrf)));
            assert_eq!(call(&app, ask).await.text(), "alice", "{uri}");
        }
    }
}

#[actix_web::test]
async fn the_value_belongs_to_the_session_and_stays() {
    let (clock, paseto, app) = serve!("");
    let old = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let other = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    clock.forward(60_000);
    let new = Session::answered(&call(&app, old.post("/refresh")).await);
    assert_eq!(new.csrf, old.csrf);
    assert_eq!(call(&app, new.post("/either")).await.text(), "alice");
    // Both tabs: the one that refreshed and the one that knows the old token.
    assert_eq!(call(&app, old.post("/either")).await.text(), "alice");
    for sent in [&*other.csrf, "", "null", &old.csrf.to_lowercase(), &format!("{} ", old.csrf)] {
        let ask = new.bare_post("/either").insert_header(("x-csrf-token", sent));
        let trimmed = sent.trim() == old.csrf;
        let code = if trimmed { "" } else { "csrf_failed" };
        let reply = call(&app, ask).await;
        // In a real request the server's parser has trimmed it; here it comes as it is.
        assert!(reply.code() == code || (trimmed && reply.code() == "csrf_failed"), "{sent}");
    }
    // The cookie that the page reads is not looked at: who can set it has won nothing.
    let line = format!("__Host-access={}; __Host-csrf={}", new.access, other.csrf);
    let forced = post("/either").insert_header(("cookie", line));
    let forced = forced.insert_header(("x-csrf-token", other.csrf.clone()));
    assert_eq!(call(&app, forced).await.code(), "csrf_failed");
    let line = ("cookie", format!("__Host-access={}", new.access));
    let without = post("/either").insert_header(line).insert_header(("x-csrf-token", &*new.csrf));
    assert_eq!(call(&app, without).await.text(), "alice");
}

#[actix_web::test]
async fn a_header_that_is_there_twice_is_none() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let twice = session.post("/either").append_header(("x-csrf-token", &*session.csrf));
    let reply = call(&app, twice).await;
    assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
    for (name, value) in [("origin", OWN), ("sec-fetch-site", "same-origin")] {
        let twice = session.post("/either").append_header((name, value));
        assert_eq!(call(&app, twice.append_header((name, value))).await.code(), "csrf_failed");
    }
}

#[actix_web::test]
async fn skip_csrf_skips_it() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for uri in ["/beacon", "/beacon/refresh", "/beacon/optional"] {
        let ask = session.bare_post(uri).insert_header(("sec-fetch-site", "cross-site"));
        assert_eq!(call(&app, ask.insert_header(("origin", EVIL))).await.text(), "alice", "{uri}");
    }
    assert_eq!(call(&app, post("/beacon")).await.verdict(), (401, "token_missing".to_owned()));
    assert_eq!(call(&app, post("/beacon/optional")).await.text(), "nobody");
}

/// A forged request is no request of nobody's: that would let foreign pages choose.
#[actix_web::test]
async fn optional_and_lenient_routes_refuse_a_forged_request() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for uri in ["/optional", "/lenient"] {
        let refused = (403, "csrf_failed".to_owned());
        assert_eq!(call(&app, session.bare_post(uri)).await.verdict(), refused, "{uri}");
        let foreign = session.post(uri).insert_header(("origin", EVIL));
        assert_eq!(call(&app, foreign).await.verdict(), refused, "{uri}");
        assert_eq!(call(&app, session.post(uri)).await.text(), "alice", "{uri}");
        let nobody = post(uri).insert_header(("origin", EVIL));
        assert_eq!(call(&app, nobody).await.text(), "nobody", "{uri}");
        let bad = post(uri).insert_header(("cookie", "__Host-access=v4.local.AAAA"));
        let reply = call(&app, bad).await;
        match uri {
            "/lenient" => assert_eq!(reply.text(), "nobody"),
            _ => assert_eq!(reply.verdict(), (401, "token_invalid".to_owned())),
        }
    }
}

fn order(session: &Session, value: Option<&str>) -> Request {
    let request = session.bare_post("/orders").insert_header(("content-type", "application/json"));
    let request = match value {
        Some(value) => request.insert_header(("x-csrf-token", value)),
        None => request,
    };
    chunked(request.to_request(), &[b"4", b"2"])
}

#[actix_web::test]
async fn the_token_comes_before_the_check_and_the_body_after_it() {
    let (clock, paseto, app) = serve!("");
    let issuer = paseto.issuer();
    let grant = |scope: &str| {
        let pair = issuer.pair("alice").claims_json(&json!({ "scope": scope })).unwrap();
        Session::made(&pair.issue_cookies().unwrap())
    };
    let (session, poor) = (grant("orders"), grant("reports"));
    let other = grant("orders");
    for value in [None, Some(&*other.csrf), Some("")] {
        let reply = call(&app, order(&session, value)).await;
        assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
        assert_eq!(seen(), [""; 0], "nothing is read");
        assert_eq!(reply.header("set-cookie"), None);
    }
    let reply = call(&app, order(&session, Some(&*session.csrf))).await;
    assert_eq!(reply.text(), "alice 42");
    assert_eq!(seen().last(), Some(&"handler"));
    let reply = call(&app, order(&poor, None)).await;
    assert_eq!(reply.verdict(), (403, "scope_missing".to_owned()));
    let kinds = Session { access: session.refresh.clone(), ..session.clone() };
    assert_eq!(call(&app, order(&kinds, None)).await.verdict(), (401, "wrong_kind".to_owned()));
    let none = Session { access: String::new(), ..session.clone() };
    assert_eq!(call(&app, order(&none, None)).await.verdict(), (401, "token_missing".to_owned()));
    clock.forward(16 * 60_000);
    let reply = call(&app, order(&session, None)).await;
    assert_eq!(reply.verdict(), (401, "token_expired".to_owned()));
    assert_eq!(seen(), [""; 0]);
}

#[actix_web::test]
async fn a_forged_refresh_uses_nothing_up() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for _ in 0..3 {
        let reply = call(&app, session.bare_post("/refresh")).await;
        assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
        let foreign = session.post("/refresh").insert_header(("sec-fetch-site", "cross-site"));
        assert_eq!(call(&app, foreign).await.verdict(), (403, "csrf_failed".to_owned()));
    }
    let next = Session::answered(&call(&app, session.post("/refresh")).await);
    // Nor does it end the login of whom it happens to: the reuse of a token would.
    let reply = call(&app, session.bare_post("/refresh")).await;
    assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
    assert_eq!(call(&app, next.get("/me")).await.text(), "alice");
    assert_eq!(call(&app, session.post("/refresh")).await.code(), "token_used");
    assert_eq!(call(&app, next.get("/me")).await.code(), "token_revoked");
}

#[actix_web::test]
async fn a_login_is_for_pages_of_ours() {
    let (_, _, app) = serve!("csrf.origins = [\"https://admin.example\"]");
    for site in SITES {
        for origin in ORIGINS {
            let mut ask = post("/login/alice");
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if let Some(value) = value {
                    ask = ask.insert_header((name, value));
                }
            }
            let reply = call(&app, ask).await;
            match expected(false, true, (site, origin), Sent::Own) {
                None => assert_eq!(set(&reply).len(), 3, "{site:?} {origin:?}"),
                Some(detail) => {
                    assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
                    assert!(reply.json()["detail"].as_str().unwrap().starts_with(detail));
                    assert_eq!(set(&reply), [], "{site:?} {origin:?}");
                }
            }
        }
    }
    let page = get("/listed/alice");
    assert_ne!(call(&app, page).await.text(), "");
}

/// Whom only the cookies speak for does not drive its load.
#[actix_web::test]
async fn a_forged_request_asks_no_store() {
    for store in [Scripted::at_once(Script::Revoked), Scripted::after(1, Script::Revoked)] {
        let paseto = builder(local("").store(store.clone())).await;
        let app = App::new().configure(paseto.install()).configure(crate::routes::routes);
        let app = actix_web::test::init_service(app).await;
        let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
        for uri in ["/either", "/optional", "/refresh"] {
            let reply = call(&app, session.bare_post(uri)).await;
            assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()), "{uri}");
        }
        assert_eq!(store.asked(), 0);
        assert_eq!(call(&app, session.post("/either")).await.code(), "token_revoked");
        assert_eq!(store.asked(), 1);
    }
}
