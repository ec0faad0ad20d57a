//! What a renewed token says: what the old one said, and that it is not fresh.

use actix_paseto::issue::PairBuilder;
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::get;
use actix_web::web::{Json, ServiceConfig};
use serde_json::{Map, Value, json};

use crate::browser::{Session, names, set};
use crate::support::{HandClock, Reply, both, builder, call, local};

const MINUTE: u64 = 60_000;

#[get("/claims")]
#[paseto_required(from(cookie))]
async fn claims(token: Token) -> Json<Map<String, Value>> {
    Json(token.raw_claims())
}

#[get("/footer")]
#[paseto_required(from(cookie))]
async fn footer(token: Token) -> Vec<u8> {
    token.footer().to_vec()
}

#[get("/constant")]
#[paseto_required(from(cookie), assertion = "tenant-alpha")]
async fn constant(token: Token) -> String {
    token.subject().to_string()
}

#[get("/tenants/{tenant}")]
#[paseto_required(from(cookie), assertion = path("tenant"))]
async fn tenant(token: Token) -> String {
    token.subject().to_string()
}

#[get("/scoped")]
#[paseto_required(from(cookie), scopes("orders:read"), audience = "shop", issuer = "login")]
async fn scoped(token: Token) -> String {
    token.subject().to_string()
}

#[get("/fresh")]
#[paseto_required(from(cookie), fresh)]
async fn fresh() -> &'static str {
    "fresh"
}

#[get("/fresh/lately")]
#[paseto_required(from(cookie), fresh = "5m")]
async fn lately() -> &'static str {
    "lately"
}

#[get("/fresh/long")]
#[paseto_required(from(cookie), fresh = "1h")]
async fn long() -> &'static str {
    "long"
}

fn routes(config: &mut ServiceConfig) {
    config.service((claims, footer, constant, tenant, scoped, fresh, lately, long));
}

macro_rules! wrapped {
    ($builder:expr) => {{
        let clock = HandClock::new();
        let paseto = builder($builder.clock(clock.clock())).await;
        let app = actix_web::App::new().wrap(paseto.sliding_sessions());
        let app = app.configure(paseto.install()).configure(routes);
        (clock, paseto, actix_web::test::init_service(app).await)
    }};
}

fn made(pair: PairBuilder) -> Session {
    Session::made(&pair.issue_cookies().unwrap())
}

#[track_caller]
fn renewed(reply: &Reply, before: &Session) -> Session {
    assert_eq!(names(reply), ["__Host-access", "__Host-csrf"], "{}", reply.text());
    let next = Session::of(&set(reply));
    assert_ne!(next.access, before.access);
    Session { refresh: before.refresh.clone(), ..next }
}

/// The claims of both, without those that a life of its own changes.
#[actix_web::test]
async fn every_claim_is_carried_over() {
    let (clock, paseto, app) = wrapped!(local(""));
    let own = json!({
        "scope": "orders:read reports", "scopes": ["x"], "role": "clerk", "big": u64::MAX,
        "small": i64::MIN, "half": 0.5, "nested": { "list": [1, null, true, "\u{e9}\u{0}"] },
        "kid": "mine", "csrf_token": "not ours",
    });
    let pair = paseto.issuer().pair("alice").fresh().claims_json(&own).unwrap();
    let session = made(pair.audience("shop").audience("api").issuer("login"));
    let before = call(&app, session.get("/claims")).await.json();
    clock.forward(14 * MINUTE + 1);
    let next = renewed(&call(&app, session.get("/scoped")).await, &session);
    let after = call(&app, next.get("/claims")).await.json();
    let (Value::Object(mut before), Value::Object(mut after)) = (before, after) else { panic!() };
    for name in ["jti", "iat", "nbf", "exp", "fresh"] {
        assert_ne!(before.remove(name).unwrap(), after.remove(name).unwrap(), "{name}");
    }
    assert_eq!(before, after);
    assert_eq!(after["csrf"], session.csrf);
    assert_eq!(after["csrf"], next.csrf);
    for (name, value) in own.as_object().unwrap() {
        assert_eq!(after[name], *value, "{name}");
    }
    assert_eq!(call(&app, next.get("/scoped")).await.text(), "alice");
}

#[actix_web::test]
async fn a_number_as_subject_stays_one() {
    let (clock, paseto, app) = wrapped!(local(""));
    let session = made(paseto.issuer().pair(42));
    clock.forward(14 * MINUTE);
    let next = renewed(&call(&app, session.get("/claims")).await, &session);
    assert_eq!(call(&app, next.get("/claims")).await.json()["sub"], 42);
}

#[actix_web::test]
async fn footers_are_carried_over() {
    for (lines, text) in [("", true), ("keys.kid = \"required\"", false)] {
        let (clock, paseto, app) = wrapped!(local(lines));
        let pair = || paseto.issuer().pair("alice");
        let mut sessions =
            vec![made(pair()), made(pair().footer(&json!({ "note": 1, "of": "us" })).unwrap())];
        if text {
            sessions.push(made(pair().footer_text("plain")));
            sessions.push(made(pair().footer(&json!(["a", 1])).unwrap()));
        }
        clock.forward(14 * MINUTE);
        for session in sessions {
            let before = call(&app, session.get("/footer")).await;
            let next = renewed(&before, &session);
            let after = call(&app, next.get("/footer")).await;
            let known = (before.json(), before.text()) == (after.json(), after.text());
            assert!(known || before.json().is_object(), "{} {}", before.text(), after.text());
            assert_eq!(before.json(), after.json());
        }
    }
}

#[actix_web::test]
async fn the_purpose_is_carried_over() {
    let (clock, paseto, app) = wrapped!(both(""));
    for (purpose, prefix) in [(Purpose::Local, "v4.local."), (Purpose::Public, "v4.public.")] {
        clock.set(crate::support::NOON);
        let session = made(paseto.issuer().pair("alice").purpose(purpose));
        clock.forward(14 * MINUTE);
        let next = renewed(&call(&app, session.get("/claims")).await, &session);
        assert!(session.access.starts_with(prefix) && next.access.starts_with(prefix), "{prefix}");
        assert_eq!(call(&app, next.get("/claims")).await.status, 200);
    }
}

#[actix_web::test]
async fn what_it_is_bound_to_is_carried_over() {
    let (clock, paseto, app) = wrapped!(local(""));
    for uri in ["/constant", "/tenants/tenant-alpha", "/tenants/tenant%2Dalpha"] {
        clock.set(crate::support::NOON);
        let session = made(paseto.issuer().pair("alice").assertion("tenant-alpha"));
        clock.forward(14 * MINUTE);
        let next = renewed(&call(&app, session.get(uri)).await, &session);
        assert_eq!(call(&app, next.get(uri)).await.text(), "alice", "{uri}");
        for other in ["/claims", "/tenants/tenant-beta"] {
            let reply = call(&app, next.get(other)).await;
            assert_eq!(reply.verdict(), (401, "token_invalid".to_owned()), "{uri} {other}");
            assert_eq!(names(&reply), [""; 0]);
        }
    }
}

#[actix_web::test]
async fn it_is_not_fresh() {
    let (clock, paseto, app) = wrapped!(local(""));
    let session = made(paseto.issuer().pair("alice").fresh());
    for uri in ["/fresh", "/fresh/lately", "/fresh/long"] {
        assert_eq!(call(&app, session.get(uri)).await.status, 200, "{uri}");
    }
    clock.forward(14 * MINUTE);
    let next = renewed(&call(&app, session.get("/fresh/long")).await, &session);
    let stale = (401, "token_not_fresh".to_owned());
    for uri in ["/fresh", "/fresh/lately", "/fresh/long"] {
        let reply = call(&app, next.get(uri)).await;
        assert_eq!(reply.verdict(), stale, "{uri}");
        assert_eq!(names(&reply), [""; 0]);
    }
    // The login's own is what it was, to its end.
    assert_eq!(call(&app, session.get("/fresh")).await.status, 200);
    let reply = call(&app, session.get("/fresh/lately")).await;
    assert_eq!((reply.verdict(), names(&reply)), (stale, vec![]));
}

/// A token that was made for a minute is not made one for a quarter of an hour.
#[actix_web::test]
async fn it_lives_no_longer_than_the_old_one_was_meant_to() {
    let (clock, paseto, app) = wrapped!(local(""));
    for (life, age) in [(60, 60), (900, 900), (7_200, 900)] {
        // `exp` leaves out the fraction of a second; no renewal loses another.
        clock.set(crate::support::NOON + 700);
        let made_for = std::time::Duration::from_secs(life);
        let mut session = made(paseto.issuer().pair("alice").access_expires_in(made_for));
        clock.forward(life * 1_000 - 1_500);
        for _ in 0..3 {
            let reply = call(&app, session.get("/claims")).await;
            session = renewed(&reply, &session);
            assert_eq!(set(&reply)[0].attributes[1], format!("Max-Age={age}"));
            clock.forward(age * 1_000 - 1_500);
        }
    }
}
