//! Which cookie a route reads.

use crate::browser::{Session, get, post};
use crate::routes::serve;
use crate::support::{bearer, call};

fn missing() -> (u16, String) {
    (401, "token_missing".to_owned())
}

fn wrong_kind() -> (u16, String) {
    (401, "wrong_kind".to_owned())
}

macro_rules! cookie {
    ($app:expr, $uri:expr, $line:expr) => {
        call(&$app, get($uri).insert_header(("cookie", $line))).await
    };
}

#[actix_web::test]
async fn each_kind_has_its_cookie() {
    let (_, paseto, app) = serve!("");
    let Session { access, refresh, .. } =
        Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let by_access = |token: &str| format!("__Host-access={token}");
    let by_refresh = |token: &str| format!("__Host-refresh={token}");
    for (uri, line, expected) in [
        ("/me", by_access(&access), Ok("alice")),
        ("/me", by_refresh(&refresh), Err(missing())),
        ("/me", by_refresh(&access), Err(missing())),
        ("/me", by_access(&refresh), Err(wrong_kind())),
        ("/peek", by_refresh(&refresh), Ok("refresh")),
        ("/peek", by_access(&access), Err(missing())),
        ("/peek", by_access(&refresh), Err(missing())),
        ("/peek", by_refresh(&access), Err(wrong_kind())),
        ("/anyone", by_access(&access), Ok("access")),
        ("/anyone", by_refresh(&refresh), Ok("refresh")),
        ("/anyone", format!("{}; {}", by_refresh(&refresh), by_access(&access)), Ok("refresh")),
        // A cookie that is there counts, and so does what is wrong with it.
        ("/anyone", format!("{}; __Host-refresh=x", by_access(&access)), {
            Err((401, "token_invalid".to_owned()))
        }),
        ("/anyone", format!("{}; __Host-refresh=", by_access(&access)), Ok("access")),
        // A browser may keep an access token that has expired: one logs out all the same.
        ("/anyone", format!("{}; __Host-access=x", by_refresh(&refresh)), Ok("refresh")),
        ("/me", format!("__Host-csrf={access}"), Err(missing())),
    ] {
        let reply = cookie!(app, uri, line);
        match expected {
            Ok(text) => assert_eq!((reply.status, reply.text()), (200, text), "{uri}"),
            Err(verdict) => assert_eq!(reply.verdict(), verdict, "{uri}"),
        }
    }
    let reply = call(&app, Session { access, refresh, csrf: String::new() }.get("/peek")).await;
    assert_eq!(reply.text(), "refresh", "the other cookie beside it is none of its business");
}

#[actix_web::test]
async fn a_cookie_of_another_name_is_read_alone() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let other = Session::made(&paseto.issuer().pair("bob").issue_cookies().unwrap());
    assert_eq!(cookie!(app, "/named", format!("session={}", session.access)).text(), "alice");
    assert_eq!(call(&app, session.get("/named")).await.verdict(), missing());
    assert_eq!(cookie!(app, "/me", format!("session={}", session.access)).verdict(), missing());
    let both = format!("{}; session={}", other.cookies(), session.access);
    assert_eq!(cookie!(app, "/named", both.clone()).text(), "alice");
    assert_eq!(cookie!(app, "/me", both).text(), "bob");
    assert_eq!(cookie!(app, "/named", format!("Session={}", session.access)).verdict(), missing());
    // It is a cookie all the same: a browser sends it by itself.
    let line = ("cookie", format!("session={}", session.access));
    let reply = call(&app, post("/named").insert_header(line.clone())).await;
    assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));
    let sent = post("/named").insert_header(line).insert_header(("x-csrf-token", session.csrf));
    assert_eq!(call(&app, sent).await.text(), "alice");
}

#[actix_web::test]
async fn a_kind_of_one_s_own_comes_in_a_cookie_of_its_own() {
    let (_, paseto, app) = serve!("");
    let ticket = paseto.issuer().custom("ticket", "alice").issue().unwrap();
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    assert_eq!(cookie!(app, "/ticket", format!("ticket={}", ticket.as_str())).text(), "alice");
    let reply = cookie!(app, "/ticket", format!("ticket={}", session.access));
    assert_eq!(reply.verdict(), wrong_kind());
    let reply = cookie!(app, "/me", format!("__Host-access={}", ticket.as_str()));
    assert_eq!(reply.verdict(), wrong_kind());
}

#[actix_web::test]
async fn a_token_in_a_header_and_one_in_a_cookie_are_two() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let other = paseto.issuer().access("bob").issue().unwrap();
    assert_eq!(call(&app, session.get("/either")).await.text(), "alice");
    assert_eq!(
        call(&app, get("/either").insert_header(bearer(other.as_str()))).await.text(),
        "bob"
    );
    for token in [other.as_str(), &session.access, "junk"] {
        let reply = call(&app, session.get("/either").insert_header(bearer(token))).await;
        assert_eq!(reply.verdict(), (400, "invalid_request".to_owned()), "{token:.4}");
    }
    // Not one of the declared places: nobody reads it.
    let reply = call(&app, session.get("/me").insert_header(bearer(other.as_str()))).await;
    assert_eq!(reply.text(), "alice");
    let basic = session.get("/either").insert_header(("authorization", "Basic YTpi"));
    assert_eq!(call(&app, basic).await.text(), "alice");
    assert_eq!(call(&app, get("/either")).await.verdict(), missing());
}

#[actix_web::test]
async fn a_header_takes_no_cookie_and_a_cookie_no_header_unless_declared() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    assert_eq!(call(&app, session.get("/configured")).await.verdict(), missing());
    assert_eq!(call(&app, session.get("/extracted")).await.verdict(), missing());
    let by_header = get("/me").insert_header(bearer(&session.access));
    assert_eq!(call(&app, by_header).await.verdict(), missing());
    let by_header = get("/configured").insert_header(bearer(&session.access));
    assert_eq!(call(&app, by_header).await.text(), "alice");
}

#[actix_web::test]
async fn by_configuration_cookies_are_read_and_guarded_alike() {
    let (_, paseto, app) = serve!("sources = [\"cookie\"]");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    for uri in ["/configured", "/extracted"] {
        assert_eq!(call(&app, session.get(uri)).await.text(), "alice", "{uri}");
        let by_header = get(uri).insert_header(bearer(&session.access));
        assert_eq!(call(&app, by_header).await.verdict(), missing(), "{uri}");
    }
    // What authenticates by itself is guarded by itself.
    assert_eq!(call(&app, session.post("/extracted")).await.text(), "alice");
    let reply = call(&app, session.bare_post("/extracted")).await;
    assert_eq!(reply.verdict(), (403, "csrf_failed".to_owned()));

    let (_, paseto, app) = serve!("sources = [\"header\", \"cookie\"]");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let by_header = get("/configured").insert_header(bearer(&session.access));
    assert_eq!(call(&app, by_header).await.text(), "alice");
    assert_eq!(call(&app, session.get("/configured")).await.text(), "alice");
    let both = session.get("/configured").insert_header(bearer(&session.access));
    assert_eq!(call(&app, both).await.status, 400);
}
