//! Time goes on while a token is remembered.

use actix_paseto::prelude::*;
use actix_web::get;
use serde_json::{Value, json};

use super::seen::{me, readings, with};
use super::support::{HandClock, NOON, app, builder, call, local, mint, payload, rfc3339};

#[get("/recent")]
#[paseto_required(fresh = "60s")]
async fn recent() -> &'static str {
    "in"
}

fn at_noon(changes: Value) -> String {
    let mut claims = json!({
        "iat": rfc3339(NOON), "nbf": rfc3339(NOON), "exp": rfc3339(NOON + 100_000), "role": "clerk",
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    mint(&payload(claims))
}

async fn verdicts(lines: &str, token: &str, times: &[(u64, &str)]) {
    let clock = HandClock::new();
    let paseto = builder(local(lines).clock(clock.clock())).await;
    let app = app!(paseto, me);
    for (at, code) in times {
        clock.set(*at);
        let reply = call(&app, with("/me", token)).await;
        assert_eq!((reply.status == 200, reply.code().as_str()), (code.is_empty(), *code), "{at}");
    }
}

#[actix_web::test]
async fn a_token_expires_in_the_very_millisecond() {
    let (token, over) = (at_noon(json!({})), NOON + 100_000);
    let over_and_back = [
        (NOON, ""),
        (over - 1, ""),
        (over, ""),
        (over + 1, "token_expired"),
        (over + 1, "token_expired"),
        // A clock that is set back: also as without a cache.
        (NOON + 1, ""),
        (NOON - 1_000, "token_not_yet_valid"),
    ];
    readings();
    verdicts("cache.capacity = 1000000", &token, &over_and_back).await;
    assert_eq!(readings(), 1);
    verdicts("cache.capacity = 0", &token, &over_and_back).await;
    assert_eq!(readings(), 4);
    let late = [(NOON, ""), (over + 5_000, ""), (over + 5_001, "token_expired")];
    verdicts("leeway = '5s'", &token, &late).await;
}

#[actix_web::test]
async fn a_token_without_fractions_and_one_with_many() {
    let whole = at_noon(json!({ "exp": "2027-01-15T08:01:40Z" }));
    let finer = at_noon(json!({ "exp": "2027-01-15T08:01:40.0009999999Z" }));
    for lines in ["cache.capacity = 1000000", "cache.capacity = 0"] {
        let over = [(NOON, ""), (NOON + 100_000, ""), (NOON + 100_001, "token_expired")];
        verdicts(lines, &whole, &over).await;
        verdicts(lines, &finer, &over).await;
    }
}

#[actix_web::test]
async fn a_family_ends() {
    let token = at_noon(json!({ "fam": format!("f.{}", (NOON - 50_000) * 1_000) }));
    let lines = "access_ttl = '60s'\nrefresh_ttl = '60s'\ncustom_ttl = '60s'\nfamily.ttl = '60s'";
    let end = NOON + 10_000;
    verdicts(lines, &token, &[(NOON, ""), (end - 1, ""), (end, "token_expired")]).await;
}

#[actix_web::test]
async fn freshness_passes() {
    let clock = HandClock::new();
    let paseto = builder(local("").clock(clock.clock())).await;
    let app = app!(paseto, recent, me);
    let token = at_noon(json!({}));
    call(&app, with("/recent", &token)).await.is_ok("in");
    clock.set(NOON + 60_000);
    call(&app, with("/recent", &token)).await.is_ok("in");
    clock.set(NOON + 60_001);
    assert_eq!(call(&app, with("/recent", &token)).await.code(), "token_not_fresh");
    call(&app, with("/me", &token)).await.is_ok("clerk");
}
