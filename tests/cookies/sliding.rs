//! When a session in use is renewed, and when it is not.

use actix_paseto::prelude::*;
use actix_web::web::scope;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::browser::{Session, get, names, set};
use crate::pages::pages;
use crate::stores::Fading;
use crate::support::{HandClock, Reply, bearer, builder, call, local, local_key};

const MINUTE: u64 = 60_000;

macro_rules! wrapped {
    ($paseto:expr) => {
        ::actix_web::test::init_service(
            ::actix_web::App::new()
                .wrap($paseto.sliding_sessions())
                .configure($paseto.install())
                .configure(pages),
        )
        .await
    };
}

macro_rules! serve {
    ($lines:expr) => {{
        let clock = HandClock::new();
        let paseto = builder(local($lines).clock(clock.clock())).await;
        let app = wrapped!(paseto);
        (clock, paseto, app)
    }};
}

fn login(paseto: &Paseto) -> Session {
    Session::made(&paseto.issuer().pair("alice").fresh().issue_cookies().unwrap())
}

/// The browser's session afterwards.
#[track_caller]
fn renewed(reply: &Reply, before: &Session) -> Session {
    assert_eq!(names(reply), ["__Host-access", "__Host-csrf"], "{}", reply.text());
    let Session { access, csrf, .. } = Session::of(&set(reply));
    assert_ne!(access, before.access);
    assert_eq!(csrf, before.csrf);
    Session { access, csrf, refresh: before.refresh.clone() }
}

#[actix_web::test]
async fn only_shortly_before_its_end() {
    for (lines, life, before) in [
        ("", 15, 5 * MINUTE),
        ("cookie.renew_before = \"1m\"", 15, MINUTE),
        ("cookie.renew_before = \"14m\"", 15, 14 * MINUTE),
        ("access_ttl = \"1h\"", 60, 20 * MINUTE),
    ] {
        let (clock, paseto, app) = serve!(lines);
        let session = login(&paseto);
        assert_eq!(names(&call(&app, session.get("/read")).await), [""; 0]);
        clock.forward(life * MINUTE - before);
        let reply = call(&app, session.get("/read")).await;
        assert_eq!((reply.status, names(&reply)), (200, vec![]), "{lines}");
        assert_eq!(reply.header("cache-control"), None);
        clock.forward(1);
        let reply = call(&app, session.get("/read")).await;
        assert_eq!((reply.status, reply.text()), (200, "alice"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        renewed(&reply, &session);
        clock.forward(before);
        let reply = call(&app, session.get("/read")).await;
        assert_eq!(reply.verdict(), (401, "token_expired".to_owned()));
        assert_eq!(names(&reply), [""; 0], "{lines}");
    }
}

#[actix_web::test]
async fn the_old_token_lasts_to_its_end_and_the_new_one_longer() {
    let (clock, paseto, app) = serve!("");
    let session = login(&paseto);
    clock.forward(14 * MINUTE);
    let reply = call(&app, session.get("/read")).await;
    let next = renewed(&reply, &session);
    let lines = set(&reply);
    let access = "HttpOnly; Max-Age=900; Path=/; SameSite=Lax; Secure";
    assert_eq!(lines[0].attributes(), access);
    assert_eq!(lines[1].attributes(), "Max-Age=2592000; Path=/; SameSite=Lax; Secure");
    for session in [&session, &next] {
        assert_eq!(call(&app, session.get("/read")).await.text(), "alice");
        assert_eq!(call(&app, session.post("/post")).await.text(), "alice");
    }
    assert_eq!(names(&call(&app, next.get("/read")).await), [""; 0]);
    clock.forward(MINUTE + 1);
    assert_eq!(call(&app, session.get("/read")).await.code(), "token_expired");
    assert_eq!(call(&app, next.get("/read")).await.text(), "alice");
    clock.forward(14 * MINUTE);
    assert_eq!(call(&app, next.get("/read")).await.code(), "token_expired");
}

/// However often it is used: the login ends when it must.
#[actix_web::test]
async fn never_past_the_end_of_the_family() {
    let (clock, paseto, app) = serve!("family.ttl = \"40m\"\nrefresh_ttl = \"20m\"");
    let mut session = login(&paseto);
    let mut ages = vec![];
    for minute in 1..40 {
        clock.forward(MINUTE);
        let reply = call(&app, session.get("/read")).await;
        assert_eq!(reply.text(), "alice", "{minute}");
        if !set(&reply).is_empty() {
            let age = set(&reply)[0].attributes[1].clone();
            ages.push((minute, age));
            session = renewed(&reply, &session);
        }
    }
    let age = |minute: u64, seconds: u64| (minute, format!("Max-Age={seconds}"));
    assert_eq!(ages, [age(11, 900), age(22, 900), age(33, 420)]);
    clock.forward(MINUTE + 1);
    assert_eq!(call(&app, session.get("/read")).await.code(), "token_expired");
}

#[actix_web::test]
async fn what_the_handler_has_set_or_cleared_stays() {
    let (clock, paseto, app) = serve!("");
    let session = login(&paseto);
    clock.forward(14 * MINUTE);
    for (uri, expected) in [
        ("/set", &["__Host-access", "__Host-csrf"][..]),
        ("/as/bob", &["__Host-access", "__Host-refresh", "__Host-csrf"]),
        ("/cleared", &["__Host-access", "__Host-refresh", "__Host-csrf"]),
        ("/cleared/by_hand", &["__Host-access"]),
        ("/beside", &["theme", "__Host-access", "__Host-csrf"]),
    ] {
        let reply = call(&app, session.get(uri)).await;
        assert_eq!(names(&reply), expected, "{uri}");
        let access = set(&reply).into_iter().find(|one| one.name == "__Host-access").unwrap();
        assert_eq!(access.value.is_empty(), uri.starts_with("/cleared"), "{uri}");
    }
    let reply = call(&app, session.get("/as/bob")).await;
    let bob = Session::of(&set(&reply));
    assert_eq!(call(&app, bob.get("/read")).await.text(), "bob");
    assert_ne!(bob.csrf, session.csrf);
    let reply = call(&app, session.get("/beside")).await;
    assert_eq!(reply.headers.get_all("cache-control").count(), 1);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn a_session_that_the_handler_has_ended_stays_ended() {
    for how in ["revoke", "log_out", "revoke_subject"] {
        let (clock, paseto, app) = serve!("");
        let session = login(&paseto);
        clock.forward(14 * MINUTE);
        let reply = call(&app, session.get(&format!("/ended/{how}"))).await;
        assert_eq!((reply.text(), names(&reply)), ("ended", vec![]), "{how}");
        let reply = call(&app, session.get("/read")).await;
        assert_eq!(reply.verdict(), (401, "token_revoked".to_owned()), "{how}");
        assert_eq!(names(&reply), [""; 0]);
    }
}

/// A log-out that comes between meets it too.
#[actix_web::test]
async fn a_renewed_token_ends_with_its_login() {
    for how in ["log_out", "revoke_subject"] {
        let (clock, paseto, app) = serve!("");
        let session = login(&paseto);
        clock.forward(14 * MINUTE);
        let next = renewed(&call(&app, session.get("/read")).await, &session);
        assert_eq!(call(&app, session.get(&format!("/ended/{how}"))).await.text(), "ended");
        assert_eq!(call(&app, next.get("/read")).await.code(), "token_revoked", "{how}");
    }
}

#[actix_web::test]
async fn only_the_session_s_own_cookie() {
    let (clock, paseto, app) = serve!("");
    let session = login(&paseto);
    let alone = paseto.issuer().access("alice").issue_cookies().unwrap();
    let plain = paseto.issuer().pair("alice").issue().unwrap();
    clock.forward(14 * MINUTE);
    for (case, request) in [
        ("header", get("/read").insert_header(bearer(&session.access))),
        ("named", {
            get("/named").insert_header(("cookie", format!("session={}", session.access)))
        }),
        ("refresh", {
            get("/anyone").insert_header(("cookie", format!("__Host-refresh={}", session.refresh)))
        }),
        // Not made for a cookie.
        ("plain", {
            let line = format!("__Host-access={}", plain.access_token.as_str());
            get("/read").insert_header(("cookie", line))
        }),
        // Set by somebody else, who would not know ours.
        ("wrapped", {
            let line = format!("__Host-access={}", STANDARD.encode(&session.access));
            get("/wrapped").insert_header(("cookie", line))
        }),
        ("public", session.get("/public")),
        ("nobody", get("/optional")),
    ] {
        let reply = call(&app, request).await;
        assert_eq!((reply.status, names(&reply)), (200, vec![]), "{case}");
    }
    for uri in ["/optional", "/unasked"] {
        renewed(&call(&app, session.get(uri)).await, &session);
    }
    // A cookie of its own begins a login of its own.
    let alone = Session::made(&alone);
    renewed(&call(&app, alone.get("/read")).await, &alone);
    renewed(&call(&app, session.post("/post")).await, &session);
}

#[actix_web::test]
async fn a_refused_request_sets_nothing_but_a_failed_one_does() {
    let (clock, paseto, app) = serve!("");
    let session = login(&paseto);
    clock.forward(14 * MINUTE);
    let refused = [
        (session.get("/admin"), 403),
        (session.bare_post("/post"), 403),
        (session.get("/read").insert_header(bearer(&session.access)), 400),
        (get("/read"), 401),
        (get("/read").insert_header(("cookie", "__Host-access=v4.local.AAAA")), 401),
        (session.get("/nowhere"), 404),
        (session.get("/post"), 404),
    ];
    for (request, status) in refused {
        let reply = call(&app, request).await;
        assert_eq!((reply.status, names(&reply)), (status, vec![]), "{}", reply.text());
    }
    for status in [404, 500] {
        let reply = call(&app, session.get(&format!("/fails/{status}"))).await;
        assert_eq!(reply.status, status);
        renewed(&reply, &session);
    }
}

#[actix_web::test]
async fn without_the_store_it_is_answered_and_not_renewed() {
    for hangs in [false, true] {
        let clock = HandClock::new();
        let store = Fading::new(clock.clock(), hangs);
        let lines = "revocation.timeout = \"50ms\"";
        let paseto = builder(local(lines).clock(clock.clock()).store(store.clone())).await;
        let app = wrapped!(paseto);
        let session = login(&paseto);
        clock.forward(14 * MINUTE);
        for (uri, checks) in [("/read", 1), ("/unasked", 0), ("/fails/404", 1)] {
            store.answers(checks);
            let reply = call(&app, session.get(uri)).await;
            assert!([200, 404].contains(&reply.status), "{uri} {hangs} {}", reply.text());
            assert_eq!(names(&reply), [""; 0], "{uri} {hangs}");
        }
        store.answers(0);
        let reply = call(&app, session.get("/read")).await;
        assert_eq!((reply.status, names(&reply)), (503, vec![]));
        store.answers(2);
        renewed(&call(&app, session.get("/read")).await, &session);
    }
}

/// It verifies what another service makes.
#[actix_web::test]
async fn who_cannot_make_tokens_renews_none() {
    let (clock, paseto, _) = serve!("");
    let session = login(&paseto);
    let key = local_key().to_paserk();
    let lines = format!("[default]\nkeys.accept = [\"{}\"]", key.expose());
    let verifier = crate::support::from_toml(&lines).clock(clock.clock());
    let verifier = builder(verifier).await;
    let app = wrapped!(verifier);
    clock.forward(14 * MINUTE);
    let reply = call(&app, session.get("/read")).await;
    assert_eq!((reply.status, reply.text(), names(&reply)), (200, "alice", vec![]));
}

#[actix_web::test]
async fn in_one_scope_alone_and_never_twice() {
    let (clock, paseto, _) = serve!("");
    let app = actix_web::App::new()
        .configure(paseto.install())
        .service(scope("/in").wrap(paseto.sliding_sessions()).configure(pages))
        .service(
            scope("/twice")
                .wrap(paseto.sliding_sessions())
                .service(scope("").wrap(paseto.sliding_sessions()).configure(pages)),
        )
        .configure(pages);
    let app = actix_web::test::init_service(app).await;
    let session = login(&paseto);
    clock.forward(14 * MINUTE);
    renewed(&call(&app, session.get("/in/read")).await, &session);
    renewed(&call(&app, session.get("/twice/read")).await, &session);
    assert_eq!(names(&call(&app, session.get("/read")).await), [""; 0]);
}
