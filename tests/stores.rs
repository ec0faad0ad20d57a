//! Revocation: what counts no longer, who is asked, and what happens when nobody answers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::time::{Duration, Instant};

use actix_http::Request;
use actix_paseto::PasetoBuilder;
use actix_paseto::codec::LocalKey;
use actix_paseto::prelude::*;
use actix_paseto::revocation::StoreError;
use actix_web::{HttpResponse, get, post};
use serde_json::json;
use support::{
    HandClock, NOON, Script, Scripted, app, bearer, builder, call, get, local, mint, paseto,
    payload, rfc3339,
};

#[get("/access")]
#[paseto_required]
async fn access() -> &'static str {
    "in"
}

#[get("/refresh")]
#[refresh_required]
async fn refresh() -> &'static str {
    "in"
}

#[post("/rotate")]
#[refresh_required(rotate)]
async fn rotate() -> &'static str {
    "in"
}

#[get("/mail")]
#[paseto_required(kind = "email-verify")]
async fn mail() -> &'static str {
    "in"
}

#[get("/unasked")]
#[paseto_required(skip_revocation)]
async fn unasked() -> &'static str {
    "in"
}

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> HttpResponse {
    match revocations.revoke(&token).await {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

#[post("/logout-everywhere")]
#[paseto_required(kind = any)]
async fn logout_everywhere(token: Token, revocations: Revocations) -> HttpResponse {
    revocations.revoke_subject(token.subject().clone()).await.unwrap();
    HttpResponse::NoContent().finish()
}

fn with(uri: &str, token: impl AsRef<str>) -> Request {
    get(uri).insert_header(bearer(token.as_ref())).to_request()
}

fn posted(uri: &str, token: impl AsRef<str>) -> Request {
    support::post(uri).insert_header(bearer(token.as_ref())).to_request()
}

#[actix_web::test]
async fn a_revoked_token_and_no_other() {
    let paseto = paseto("").await;
    let app = app!(paseto, access, refresh, logout, unasked);
    let pair = paseto.issuer().pair("alice").issue().unwrap();
    let other = paseto.issuer().access("alice").issue().unwrap();
    assert_eq!(call(&app, posted("/logout", &pair.access_token)).await.status, 204);
    for uri in ["/access", "/logout"] {
        let request = if uri == "/access" { with } else { posted };
        let reply = call(&app, request(uri, &pair.access_token)).await;
        assert_eq!(reply.verdict(), (401, "token_revoked".to_owned()));
    }
    assert_eq!(call(&app, with("/unasked", &pair.access_token)).await.status, 200);
    assert_eq!(call(&app, with("/refresh", &pair.refresh_token)).await.status, 200);
    assert_eq!(call(&app, with("/access", &other)).await.status, 200);
    assert_eq!(call(&app, posted("/logout", &pair.refresh_token)).await.status, 204);
    assert_eq!(call(&app, with("/refresh", &pair.refresh_token)).await.code(), "token_revoked");
    // Once more, by its id: nothing changes.
    paseto.revocations().revoke_jti(pair.access_token.jti()).await.unwrap();
    assert_eq!(call(&app, with("/access", &pair.access_token)).await.code(), "token_revoked");
}

#[actix_web::test]
async fn a_subject_and_who_logs_in_again() {
    let clock = HandClock::new();
    let paseto = builder(local("require_expiry = false").clock(clock.clock())).await;
    let app = app!(paseto, access, refresh, mail, logout_everywhere);
    let issuer = paseto.issuer();
    clock.set(NOON + 100);
    let before = issuer.pair("alice").issue().unwrap();
    let letter = issuer.custom("email-verify", "alice").issue().unwrap();
    let bob = issuer.access("bob").issue().unwrap();
    clock.set(NOON + 200);
    let at_once = issuer.access("alice").issue().unwrap();
    assert_eq!(call(&app, posted("/logout-everywhere", &before.refresh_token)).await.status, 204);
    // In the same second, one millisecond later.
    clock.set(NOON + 201);
    let after = issuer.pair("alice").issue().unwrap();
    for (uri, token) in [
        ("/access", &before.access_token),
        ("/refresh", &before.refresh_token),
        ("/mail", &letter),
        ("/access", &at_once),
    ] {
        assert_eq!(call(&app, with(uri, token)).await.code(), "token_revoked", "{uri}");
    }
    for (uri, token) in
        [("/access", &after.access_token), ("/refresh", &after.refresh_token), ("/access", &bob)]
    {
        assert_eq!(call(&app, with(uri, token)).await.status, 200, "{uri}");
    }
    let ageless = payload(json!({ "iat": null, "nbf": null, "exp": rfc3339(NOON + 60_000) }));
    assert_eq!(call(&app, with("/access", mint(&ageless))).await.code(), "token_revoked");
    // The watermark outlives every token from before it.
    clock.set(NOON + 29 * 24 * 3_600_000);
    let reply = call(&app, with("/refresh", &before.refresh_token)).await;
    assert_eq!(reply.code(), "token_revoked");
}

#[actix_web::test]
async fn a_number_and_its_digits_are_two_subjects() {
    let paseto = paseto("").await;
    let app = app!(paseto, access);
    let number = paseto.issuer().access(7).issue().unwrap();
    let digits = paseto.issuer().access("7").issue().unwrap();
    let prefixed = paseto.issuer().access("n:7").issue().unwrap();
    paseto.revocations().revoke_subject(7).await.unwrap();
    assert_eq!(call(&app, with("/access", &number)).await.code(), "token_revoked");
    assert_eq!(call(&app, with("/access", &digits)).await.status, 200);
    assert_eq!(call(&app, with("/access", &prefixed)).await.status, 200);
}

#[actix_web::test]
async fn only_the_configured_kinds_are_asked_about() {
    for (kinds, asked) in [
        ("", [1, 1, 1]),
        ("revocation.kinds = [\"access\", \"refresh\", \"*\"]", [1, 1, 1]),
        ("revocation.kinds = [\"*\"]", [1, 1, 1]),
        ("revocation.kinds = [\"refresh\"]", [0, 1, 0]),
        ("revocation.kinds = [\"access\"]", [1, 0, 0]),
        ("revocation.kinds = \"refresh\"", [0, 1, 0]),
    ] {
        for (kind, uri, times) in [
            ("access", "/access", asked[0]),
            ("refresh", "/refresh", asked[1]),
            ("email-verify", "/mail", asked[2]),
        ] {
            let store = Scripted::after(1, Script::Revoked);
            let app = app!(builder(local(kinds).store(store.clone())).await, access, refresh, mail);
            let reply = call(&app, with(uri, mint(&payload(json!({ "type": kind }))))).await;
            assert_eq!(store.asked(), times, "{kinds} {kind}");
            assert_eq!(reply.status, if times == 1 { 401 } else { 200 }, "{kinds} {kind}");
        }
    }
}

#[actix_web::test]
async fn one_question_a_request_and_none_where_it_is_skipped() {
    for store in [Scripted::at_once(Script::Live), Scripted::after(2, Script::Live)] {
        let app = app!(builder(local("").store(store.clone())).await, access, unasked, logout);
        let token = mint(&payload(json!({})));
        assert_eq!(call(&app, with("/unasked", &token)).await.status, 200);
        assert_eq!(store.asked(), 0);
        assert_eq!(call(&app, with("/access", &token)).await.status, 200);
        assert_eq!(store.asked(), 1);
        assert_eq!(call(&app, posted("/logout", &token)).await.status, 204);
        assert_eq!(store.asked(), 2);
    }
    let store = Scripted::at_once(Script::Fails);
    let app = app!(builder(local("").store(store)).await, unasked);
    assert_eq!(call(&app, with("/unasked", mint(&payload(json!({}))))).await.status, 200);
}

#[actix_web::test]
async fn a_full_store_says_so_and_forgets_nothing() {
    let paseto = paseto("revocation.capacity = 3").await;
    let app = app!(paseto, access, logout);
    let token = || paseto.issuer().access("alice").issue().unwrap();
    let revoked = [token(), token(), token()];
    for token in &revoked {
        assert_eq!(call(&app, posted("/logout", token)).await.status, 204);
    }
    let one_too_many = token();
    assert_eq!(call(&app, posted("/logout", &one_too_many)).await.status, 503);
    let full = paseto.revocations().revoke_subject("alice").await;
    assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
    for token in &revoked {
        assert_eq!(call(&app, with("/access", token)).await.code(), "token_revoked");
        paseto.revocations().revoke_jti(token.jti()).await.unwrap();
    }
    assert_eq!(call(&app, with("/access", &one_too_many)).await.status, 200);
}

#[actix_web::test]
async fn a_store_that_is_late_or_broken_is_503_for_tokens_and_an_error_for_revokers() {
    let late = "revocation.timeout = \"30ms\"";
    let token = mint(&payload(json!({})));
    for script in [Script::NeverAnswers, Script::Fails] {
        let store = Scripted::after(1, script);
        let paseto = builder(local(late).store(store.clone())).await;
        let app = app!(paseto, access);
        let start = Instant::now();
        let reply = call(&app, with("/access", &token)).await;
        assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
        assert_eq!(reply.header("retry-after"), Some("1"));
        let refused = paseto.revocations().revoke_jti("x").await;
        assert!(start.elapsed() < Duration::from_secs(2));
        match script {
            Script::NeverAnswers => assert!(matches!(refused, Err(StoreError::TimedOut))),
            Script::Live | Script::Revoked | Script::Fails | Script::Lost | Script::Stale => {
                assert!(matches!(refused, Err(StoreError::Unreachable(_))));
            }
        }
        // Who brings nothing or a forgery is told so, whatever the store does.
        assert_eq!(call(&app, get("/access")).await.status, 401);
        assert_eq!(call(&app, with("/access", support::forged())).await.status, 401);
        assert_eq!(store.asked(), 1);
    }
}

/// With `Retry-After` also where a token is used up: it was not.
#[actix_web::test]
async fn a_store_that_has_lost_data_or_is_too_old_is_503_for_everybody() {
    let token = mint(&payload(json!({})));
    let refresh_token = mint(&payload(json!({ "type": "refresh", "fresh": false })));
    for script in [Script::Lost, Script::Stale] {
        for store in [Scripted::at_once(script), Scripted::after(1, script)] {
            let app = app!(builder(local("").store(store)).await, access, rotate, logout, unasked);
            for request in [with("/access", &token), posted("/rotate", &refresh_token)] {
                let reply = call(&app, request).await;
                assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
                assert_eq!(reply.header("retry-after"), Some("1"));
            }
            assert_eq!(call(&app, with("/unasked", &token)).await.status, 200);
            assert_eq!(call(&app, with("/access", support::forged())).await.status, 401);
        }
    }
}

#[actix_web::test]
async fn a_log_out_that_a_store_refuses_is_503_with_retry_after() {
    for script in [Script::Lost, Script::Stale, Script::Fails] {
        let paseto = builder(local("").store(Scripted::at_once(script))).await;
        let refused = paseto.revocations().revoke_jti("x").await.unwrap_err();
        let answer = actix_web::ResponseError::error_response(&refused);
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers().get("retry-after").unwrap(), "1");
    }
}

#[actix_web::test]
async fn one_store_for_each_profile() {
    let key = support::local_key().to_paserk();
    let (mine, theirs) = (Scripted::at_once(Script::Live), Scripted::at_once(Script::Live));
    let paseto = support::from_toml(&format!(
        "[default]\nkeys.active = \"{}\"\n[staff]\nrealm = \"staff\"",
        key.expose()
    ));
    let paseto = builder(paseto.store(mine.clone()).store_for("staff", theirs.clone())).await;
    let app = app!(paseto, access, staff);
    let token = mint(&payload(json!({})));
    assert_eq!(call(&app, with("/access", &token)).await.status, 200);
    assert_eq!((mine.asked(), theirs.asked()), (1, 0));
    assert_eq!(call(&app, with("/staff", &token)).await.status, 200);
    assert_eq!((mine.asked(), theirs.asked()), (1, 1));
}

const OWN_KEYS: &str = "[default]\nkeys.active = \"{one}\"\n[staff]\nkeys.active = \"{two}\"";

/// Two profiles: with the same key, or with `{one}` and `{two}`.
fn staffed(lines: &str) -> PasetoBuilder {
    let two = LocalKey::generate().unwrap().to_paserk();
    let keys = lines.replace("{one}", support::local_key().to_paserk().expose());
    support::from_toml(&keys.replace("{two}", two.expose()))
}

const SHARED_KEY: &str = "[default]\nkeys.active = \"{one}\"\n[staff]\nrealm = \"staff\"";

#[actix_web::test]
async fn profiles_that_share_a_key_share_a_store() {
    let accepted = "[default]\nkeys.active = \"{two}\"\nkeys.accept = \"{one}\"\n\
                    [staff]\nkeys.active = \"{one}\"\nkeys.accept = []";
    for lines in [SHARED_KEY, accepted] {
        let paseto = builder(staffed(lines)).await;
        let app = app!(paseto, access, staff, logout);
        let token = mint(&payload(json!({})));
        assert_eq!(call(&app, with("/staff", &token)).await.status, 200);
        assert_eq!(call(&app, posted("/logout", &token)).await.status, 204);
        assert_eq!(call(&app, with("/access", &token)).await.code(), "token_revoked");
        assert_eq!(call(&app, with("/staff", &token)).await.code(), "token_revoked");
        paseto.revocations_for("staff").unwrap().revoke_jti("other").await.unwrap();
        let other = mint(&payload(json!({ "jti": "other" })));
        assert_eq!(call(&app, with("/access", &other)).await.code(), "token_revoked");
    }
}

#[actix_web::test]
async fn the_given_store_is_for_all_that_share_a_key() {
    let token = mint(&payload(json!({})));
    let store = Scripted::at_once(Script::Live);
    let app = app!(builder(staffed(SHARED_KEY).store(store.clone())).await, staff);
    assert_eq!(call(&app, with("/staff", &token)).await.status, 200);
    assert_eq!(store.asked(), 1);

    let store = Scripted::at_once(Script::Fails);
    let paseto = builder(staffed(OWN_KEYS).store(store.clone())).await;
    let staff_token = paseto.issuer_for("staff").unwrap().access("bob").issue().unwrap();
    let app = app!(paseto, access, staff);
    assert_eq!(call(&app, with("/staff", &staff_token)).await.status, 200);
    assert_eq!(call(&app, with("/access", &token)).await.status, 503);
}

#[actix_web::test]
async fn profiles_that_share_a_key_agree_on_their_store() {
    for (line, key) in [
        ("store = \"file:nowhere/of-staff\"", "revocation.store"),
        ("capacity = 5", "revocation.capacity"),
        ("namespace = \"of-staff\"", "revocation.namespace"),
        ("replica = true", "revocation.replica"),
        ("max_staleness = \"2s\"", "revocation.max_staleness"),
        ("after_data_loss = \"void\"", "revocation.after_data_loss"),
        ("dangerous_allow_forgetting = true", "revocation.dangerous_allow_forgetting"),
        ("replicas = 1", "revocation.replicas"),
        ("connections = 5", "revocation.connections"),
        ("prepared = true", "revocation.prepared"),
        ("ca_file = \"ca.pem\"", "revocation.ca_file"),
    ] {
        let own = |lines: &str| staffed(&format!("{lines}\n[staff.revocation]\n{line}"));
        let shown = own(SHARED_KEY).build().await.unwrap_err().to_string();
        assert!(shown.starts_with(&format!("[staff] {key} (in ")), "{shown}");
        assert!(shown.contains("differs from that of a profile that shares a key"), "{shown}");
        let store = Scripted::at_once(Script::Live);
        assert!(own(SHARED_KEY).store_for("staff", store.clone()).build().await.is_ok());
        assert!(own(OWN_KEYS).store_for("staff", store).build().await.is_ok());
    }
}

/// Each waits as long as it says itself.
#[actix_web::test]
async fn profiles_that_share_a_store_may_differ_in_their_timeout() {
    let lines = format!("{SHARED_KEY}\n[staff.revocation]\ntimeout = \"9s\"\nkinds = \"*\"");
    assert!(staffed(&lines).build().await.is_ok());
}

#[actix_web::test]
async fn only_of_a_shared_store_there_is_a_copy() {
    for store in ["memory", "file:nowhere/of-mine"] {
        let lines = format!("revocation.store = \"{store}\"\nrevocation.replica = true");
        let shown = local(&lines).build().await.unwrap_err().to_string();
        assert!(shown.starts_with("revocation.store (in "), "{shown}");
        assert!(shown.contains("not shared"), "{shown}");
    }
}

/// And neither the address nor what else is in it.
#[cfg(not(all(feature = "redis", feature = "postgres")))]
#[actix_web::test]
async fn a_store_of_another_build_names_the_feature_that_is_missing() {
    let canary = "user:canary@host.canary/db";
    for (feature, is_there) in
        [("redis", cfg!(feature = "redis")), ("postgres", cfg!(feature = "postgres"))]
    {
        if is_there {
            continue;
        }
        let lines = format!("revocation.store = \"{feature}://{canary}\"");
        let shown = local(&lines).build().await.unwrap_err();
        let (text, all) = (shown.to_string(), format!("{shown:?}"));
        assert!(text.ends_with(&format!("needs the feature `{feature}`")), "{text}");
        assert!(!text.contains("canary") && !all.contains("canary"), "{all}");
    }
}

#[actix_web::test]
async fn a_store_for_an_unknown_profile_is_a_mistake() {
    let given = |name: &str| staffed(SHARED_KEY).store_for(name, Scripted::at_once(Script::Fails));
    let shown = given("stuff").build().await.unwrap_err().to_string();
    assert_eq!(shown, "[stuff] store_for: no such profile");
    for name in ["staff", "STAFF"] {
        let app = app!(builder(given(name)).await, access, staff);
        let token = mint(&payload(json!({})));
        assert_eq!(call(&app, with("/staff", &token)).await.status, 503, "{name}");
        assert_eq!(call(&app, with("/access", &token)).await.status, 200, "{name}");
    }
}

#[get("/staff")]
#[paseto_required(profile = "staff")]
async fn staff() -> &'static str {
    "in"
}

#[actix_web::test]
async fn an_instance_is_shared_by_all_workers() {
    let paseto = paseto("").await;
    let (one, two) = (app!(paseto, access, logout), app!(paseto.clone(), access));
    let token = paseto.issuer().access("alice").issue().unwrap();
    assert_eq!(call(&two, with("/access", &token)).await.status, 200);
    assert_eq!(call(&one, posted("/logout", &token)).await.status, 204);
    assert_eq!(call(&two, with("/access", &token)).await.code(), "token_revoked");
}
