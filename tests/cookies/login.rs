//! What a login, a refresh and a log-out set.

use serde_json::json;

use crate::browser::{Session, get, names, post, set};
use crate::routes::{routes, serve};
use crate::stores::Fading;
use crate::support::{HandClock, Reply, builder, call, local};

/// Name, value and attributes; but the values of the tokens are theirs.
#[track_caller]
fn assert_sets(reply: &Reply, expected: &[(&str, &str)]) {
    let set: Vec<_> = set(reply).iter().map(|one| (one.name.clone(), one.attributes())).collect();
    let expected = expected.iter().map(|(name, rest)| ((*name).to_owned(), (*rest).to_owned()));
    assert_eq!(set, expected.collect::<Vec<_>>());
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.headers.get_all("cache-control").count(), 1);
}

const LOGIN: [(&str, &str); 3] = [
    ("__Host-access", "HttpOnly; Max-Age=900; Path=/; SameSite=Lax; Secure"),
    ("__Host-refresh", "HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax; Secure"),
    ("__Host-csrf", "Max-Age=2592000; Path=/; SameSite=Lax; Secure"),
];

const GONE: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";

#[actix_web::test]
async fn a_login_sets_three_cookies_and_tells_the_csrf_value() {
    let (clock, _, app) = serve!("");
    clock.forward(700);
    for uri in ["/login/alice", "/login/alice/unlisted"] {
        let reply = call(&app, post(uri)).await;
        assert_sets(&reply, &LOGIN);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let session = Session::answered(&reply);
        assert_eq!(reply.json(), json!({ "expires_in": 900, "csrf_token": session.csrf }));
        assert_eq!(session.csrf.len(), 22);
        let lengths = [&session.access, &session.refresh].map(String::len);
        assert!(lengths.iter().all(|length| *length < 4_096 - 14), "{lengths:?}");
        assert_eq!(call(&app, session.get("/me")).await.text(), "alice");
        for token in [&session.access, &session.refresh] {
            assert!(!reply.text().contains(&**token));
        }
    }
    assert_eq!(call(&app, get("/listed/alice")).await.text(), "laptop");
}

#[actix_web::test]
async fn every_login_is_a_session_of_its_own() {
    let (_, _, app) = serve!("");
    let one = Session::answered(&call(&app, post("/login/alice")).await);
    // Also one on top of another: nobody's session goes on under a new name.
    let two = Session::answered(&call(&app, one.post("/login/alice")).await);
    assert_ne!(one.csrf, two.csrf);
    let family = |reply: Reply| reply.json()["fam"].clone();
    let families = [
        family(call(&app, one.get("/claims")).await),
        family(call(&app, two.get("/claims")).await),
    ];
    assert!(families[0].is_string());
    assert_ne!(families[0], families[1]);
}

#[actix_web::test]
async fn a_refresh_sets_them_anew_with_the_same_csrf_value() {
    let (clock, _, app) = serve!("");
    let mut session = Session::answered(&call(&app, post("/login/alice")).await);
    for _ in 0..3 {
        clock.forward(60_000);
        let reply = call(&app, session.post("/refresh")).await;
        assert_sets(&reply, &LOGIN);
        let next = Session::answered(&reply);
        assert_eq!(next.csrf, session.csrf);
        assert_eq!(reply.json()["csrf_token"], session.csrf);
        assert_ne!(next.access, session.access);
        assert_ne!(next.refresh, session.refresh);
        session = next;
    }
}

#[actix_web::test]
async fn a_single_token_goes_into_its_own_cookie() {
    let (_, _, app) = serve!("");
    let reply = call(&app, post("/login/alice/only/access")).await;
    assert_sets(&reply, &[LOGIN[0], LOGIN[2]]);
    let session = Session::answered(&reply);
    assert_eq!(reply.json(), json!({ "expires_in": 900, "csrf_token": session.csrf }));
    assert_eq!(call(&app, session.post("/either")).await.text(), "alice");
    let reply = call(&app, post("/login/alice/only/refresh")).await;
    assert_sets(&reply, &LOGIN[1..]);
    let session = Session::answered(&reply);
    assert_eq!(reply.json(), json!({ "expires_in": 2_592_000, "csrf_token": session.csrf }));
    assert_eq!(call(&app, session.post("/refresh")).await.status, 200);
}

#[actix_web::test]
async fn a_kind_of_one_s_own_has_no_cookie() {
    let (_, _, app) = serve!("");
    let reply = call(&app, post("/login/alice/only/ticket")).await;
    assert_eq!((reply.status, reply.text()), (500, ""));
    assert_eq!(set(&reply), []);
}

/// A browser would drop it without a word.
#[actix_web::test]
async fn what_no_browser_keeps_is_not_made() {
    let (_, _, app) = serve!("max_token_length = 8192");
    for size in 0..3 {
        let size = 2_700 + size * 100;
        let reply = call(&app, post(&format!("/login/alice/big/{size}"))).await;
        let longest = set(&reply).iter().map(|one| one.name.len() + one.value.len()).max();
        match reply.status {
            200 => assert!(longest.unwrap() <= 4_096),
            status => assert_eq!((status, longest), (422, None), "{size}"),
        }
    }
    for size in [3_000, 8_000] {
        let reply = call(&app, post(&format!("/login/alice/big/{size}"))).await;
        assert_eq!((reply.status, reply.text()), (422, ""), "{size}");
        assert_eq!(set(&reply), []);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    let (_, _, app) = serve!("max_token_length = 8192");
    assert_eq!(call(&app, post("/login/alice/big/3000")).await.status, 422);
    assert_eq!(call(&app, get("/listed/alice")).await.text(), "", "nobody was logged in");
}

/// To the byte: 4096 of name and value are kept, and so made.
#[actix_web::test]
async fn a_cookie_may_have_4096_bytes_with_its_name() {
    let (_, _, app) = serve!("max_token_length = 8192");
    let mut lengths = vec![];
    for size in 2_600..2_900 {
        let reply = call(&app, post(&format!("/login/alice/big/{size}"))).await;
        if reply.status != 200 {
            break;
        }
        lengths.extend(set(&reply).iter().map(|one| one.name.len() + one.value.len()));
    }
    // Base64 grows by up to two characters at a time.
    assert!((4_095..=4_096).contains(lengths.iter().max().unwrap()));
}

#[actix_web::test]
async fn an_answer_of_one_s_own_keeps_its_cookies() {
    let (_, _, app) = serve!("");
    let reply = call(&app, post("/login/alice/beside")).await;
    assert_eq!((reply.status, reply.text()), (201, "made"));
    assert_sets(&reply, &[("theme", "Path=/"), LOGIN[0], LOGIN[1], LOGIN[2]]);
    let session = Session::of(&set(&reply));
    assert_eq!(call(&app, session.get("/me")).await.text(), "alice");

    let reply = call(&app, session.post("/logout/beside")).await;
    assert_eq!((reply.status, reply.text()), (200, "bye"));
    assert_eq!(names(&reply), ["theme", "__Host-access", "__Host-refresh", "__Host-csrf"]);
}

#[actix_web::test]
async fn a_log_out_clears_what_was_set_and_ends_it_in_the_store() {
    let (clock, _, app) = serve!("");
    let session = Session::answered(&call(&app, post("/login/alice")).await);
    clock.forward(1_000);
    let reply = call(&app, session.post("/logout")).await;
    assert_eq!((reply.status, reply.text()), (204, ""));
    let cleared = LOGIN.map(|(name, rest)| {
        let (before, after) = rest.split_once("Max-Age=").unwrap();
        let after = after.split_once(';').unwrap().1;
        let mut rest = format!("{GONE}; {before}Max-Age=0;{after}");
        if let Some(rest_without) = rest.strip_prefix(&format!("{GONE}; HttpOnly; ")) {
            rest = format!("{GONE}; HttpOnly; {rest_without}");
        }
        (name, rest)
    });
    assert_sets(&reply, &cleared.each_ref().map(|(name, rest)| (*name, &**rest)));
    assert!(set(&reply).iter().all(|one| one.value.is_empty()));
    let verdict = call(&app, session.get("/me")).await.verdict();
    assert_eq!(verdict, (401, "token_revoked".to_owned()));
    let verdict = call(&app, session.post("/refresh")).await.verdict();
    assert_eq!(verdict, (401, "token_revoked".to_owned()));
    assert_eq!(call(&app, get("/listed/alice")).await.text(), "");
}

#[actix_web::test]
async fn a_log_out_takes_the_refresh_token_where_the_access_token_is_gone() {
    let (clock, _, app) = serve!("");
    let session = Session::answered(&call(&app, post("/login/alice")).await);
    clock.forward(60 * 60_000);
    let line = format!("__Host-refresh={}; __Host-csrf={}", session.refresh, session.csrf);
    let ask = || post("/logout").insert_header(("cookie", line.clone()));
    assert_eq!(call(&app, ask()).await.verdict(), (403, "csrf_failed".to_owned()));
    let sent = ask().insert_header(("x-csrf-token", session.csrf.clone()));
    assert_eq!(call(&app, sent).await.status, 204);
    let verdict = call(&app, session.post("/refresh")).await.verdict();
    assert_eq!(verdict, (401, "token_revoked".to_owned()));
}

#[actix_web::test]
async fn a_login_that_the_store_does_not_keep_sets_nothing() {
    let clock = HandClock::new();
    let store = Fading::new(clock.clock(), false);
    let paseto = builder(local("").clock(clock.clock()).store(store.clone())).await;
    let app = actix_web::App::new().configure(paseto.install()).configure(routes);
    let app = actix_web::test::init_service(app).await;
    store.answers(0);
    let reply = call(&app, post("/login/alice")).await;
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("1")));
    assert_eq!(set(&reply), []);
    store.answers(1);
    assert_eq!(set(&call(&app, post("/login/alice")).await).len(), 3);
}
