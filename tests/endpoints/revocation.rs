//! Revocation: one answer for all, and what lives is revoked.

use std::time::Duration;

use actix_paseto::codec::LocalKey;
use base64::Engine as _;
use serde_json::json;

use crate::app::{app, granting};
use crate::requests::{caller, form, introspecting, is_inactive, is_plain_ok, revoking, with};
use crate::support::{
    self, HandClock, NOON, Script, Scripted, bearer, builder, call, forged, local, mint, paseto,
    payload, rfc3339,
};

#[actix_web::test]
async fn every_answer_of_a_revocation_is_the_same() {
    let clock = HandClock::new();
    let paseto = builder(local("leeway = \"30s\"").clock(clock.clock())).await;
    let app = app!(paseto);
    let issuer = paseto.issuer();
    let short = Duration::from_secs(60);
    let late = issuer.access("alice").expires_in(short).issue().unwrap();
    clock.forward(91_000);
    let live = issuer.access("alice").issue().unwrap();
    let foreign = LocalKey::generate().unwrap().seal(b"{}", b"", b"").unwrap();
    let huge = format!("v4.local.{}", "A".repeat(8_000));
    for token in [
        late.as_ref(),
        live.as_ref(),
        live.as_ref(),
        &forged(),
        &foreign,
        &huge,
        &mint("{}"),
        "garbage",
        "v4.local.",
        "\u{0}\r\n",
        "%zz",
    ] {
        assert!(is_plain_ok(&call(&app, revoking(token)).await), "{token:?}");
    }
    assert_eq!(call(&app, with("/access", &live)).await.code(), "token_revoked");
}

#[actix_web::test]
async fn whatever_lives_is_revoked_and_nothing_beside_it() {
    let clock = HandClock::new();
    let paseto = builder(local("leeway = \"30s\"\naudience = \"here\"").clock(clock.clock())).await;
    let app = app!(paseto);
    let issuer = paseto.issuer();
    let minute = Duration::from_secs(60);
    let leeway = issuer.access("alice").expires_in(minute).issue().unwrap();
    let elsewhere = issuer.access("alice").audience("orders").issue().unwrap();
    let early = issuer.access("alice").not_before(system(NOON + 300_000)).issue().unwrap();
    let letter = issuer.custom("email-verify", "alice").issue().unwrap();
    let packed = issuer.access("alice").issue().unwrap();
    let packed = base64::engine::general_purpose::STANDARD.encode(packed.as_ref());
    let other = issuer.access("alice").issue().unwrap();
    clock.forward(80_000);
    for (uri, token) in [
        ("/access", leeway.as_ref()),
        ("/orders", elsewhere.as_ref()),
        ("/mail", letter.as_ref()),
        ("/wrapped", &packed),
        ("/access", early.as_ref()),
    ] {
        let expected = if token == early.as_ref() { 401 } else { 200 };
        assert_eq!(call(&app, with(uri, token)).await.status, expected, "{uri}");
        assert!(is_plain_ok(&call(&app, revoking(token)).await));
        if token == early.as_ref() {
            clock.set(NOON + 301_000);
        }
        assert_eq!(call(&app, with(uri, token)).await.code(), "token_revoked", "{uri}");
    }
    assert_eq!(call(&app, with("/access", &other)).await.status, 200);
}

fn system(millis: u64) -> std::time::SystemTime {
    std::time::SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

#[actix_web::test]
async fn a_token_of_a_login_ends_the_login() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    for by_refresh in [true, false] {
        let pair = paseto.issuer().pair("alice").issue().unwrap();
        let other_login = paseto.issuer().pair("alice").issue().unwrap();
        // Made of it before the revocation, as a refresh that races does.
        let next = call(&app, with("/refresh", &pair.refresh_token)).await.json();
        let handed_in = if by_refresh { &pair.refresh_token } else { &pair.access_token };
        assert!(is_plain_ok(&call(&app, revoking(handed_in)).await));
        for (uri, token) in [
            ("/access", pair.access_token.as_ref()),
            ("/refresh", pair.refresh_token.as_ref()),
            ("/access", next["access_token"].as_str().unwrap()),
            ("/refresh", next["refresh_token"].as_str().unwrap()),
        ] {
            assert_eq!(call(&app, with(uri, token)).await.code(), "token_revoked", "{uri}");
            assert!(is_plain_ok(&call(&app, revoking(token)).await));
        }
        assert_eq!(call(&app, with("/access", &other_login.access_token)).await.status, 200);
    }
}

#[actix_web::test]
async fn a_rotation_that_was_first_does_not_save_its_successors() {
    for (founder, by_successor) in [(false, false), (false, true), (true, false), (true, true)] {
        let paseto = paseto("").await;
        let app = app!(paseto);
        let pair = paseto.issuer().pair("alice").issue().unwrap();
        let single = paseto.issuer().refresh("alice").issue().unwrap();
        let root = if founder { &single } else { &pair.refresh_token };
        assert_eq!(call(&app, introspecting(root)).await.json()["active"], true);
        let next = call(&app, support::post("/rotate").insert_header(bearer(root.as_ref()))).await;
        let next = next.json();
        let text = |name: &str| next[name].as_str().unwrap();
        let (newer, opener) = (text("refresh_token"), text("access_token"));
        assert!(is_inactive(&call(&app, introspecting(root)).await), "it is used up");
        assert_eq!(call(&app, introspecting(newer)).await.json()["active"], true);
        assert_eq!(call(&app, with("/access", opener)).await.status, 200);
        let handed_in = if by_successor { newer } else { root.as_ref() };
        assert!(is_plain_ok(&call(&app, revoking(handed_in)).await));
        assert_eq!(call(&app, with("/access", opener)).await.code(), "token_revoked");
        let again = support::post("/rotate").insert_header(bearer(newer));
        assert_eq!(call(&app, again).await.code(), "token_revoked");
        assert!(is_inactive(&call(&app, introspecting(opener)).await));
    }
}

/// A refresh token from before there were families founds one when it is rotated.
#[actix_web::test]
async fn the_founder_of_a_family_takes_it_along() {
    let clock = HandClock::new();
    let paseto = builder(local("").clock(clock.clock())).await;
    let app = app!(paseto);
    let founder = mint(&payload(json!({
        "type": "refresh", "jti": "founder", "iat": rfc3339(NOON), "nbf": null,
        "exp": rfc3339(NOON + 600_000),
    })));
    let family = format!("founder.{}", NOON * 1_000);
    let successor = mint(&payload(json!({
        "fam": family, "iat": rfc3339(NOON), "nbf": null, "exp": rfc3339(NOON + 600_000),
    })));
    assert_eq!(call(&app, with("/access", &successor)).await.status, 200);
    assert!(is_plain_ok(&call(&app, revoking(&founder)).await));
    assert_eq!(call(&app, with("/access", &successor)).await.code(), "token_revoked");
    assert_eq!(call(&app, with("/refresh", &founder)).await.code(), "token_revoked");
}

#[actix_web::test]
async fn each_profile_is_tried() {
    let (one, two) = (support::local_key().to_paserk(), LocalKey::generate().unwrap().to_paserk());
    let toml = format!(
        "[default]\nkeys.active = \"{}\"\n[staff]\nkeys.active = \"{}\"",
        one.expose(),
        two.expose()
    );
    let paseto = builder(support::from_toml(&toml)).await;
    let app = app!(paseto);
    let token = paseto.issuer_for("staff").unwrap().access("bob").issue().unwrap();
    assert_eq!(call(&app, introspecting(&token)).await.json()["sub"], "bob");
    assert!(is_plain_ok(&call(&app, revoking(&token)).await));
    assert_eq!(call(&app, with("/staff", &token)).await.code(), "token_revoked");
    assert!(is_inactive(&call(&app, introspecting(&token)).await));
    // It takes the scope under the default profile to ask.
    let by = paseto.issuer_for("staff").unwrap().access("bob").claims(&granting(&["introspect"]));
    let by = by.unwrap().issue().unwrap();
    let request = form("/introspect", &token).insert_header(bearer(by.as_ref()));
    assert_eq!(call(&app, request).await.verdict(), (401, "token_invalid".to_owned()));
}

#[actix_web::test]
async fn profiles_with_one_key_and_two_stores_both_learn_of_it() {
    let key = support::local_key().to_paserk();
    let toml = format!("[default]\nkeys.active = \"{}\"\n[staff]\nrealm = \"s\"", key.expose());
    let theirs = Scripted::at_once(Script::Fails);
    let paseto = builder(support::from_toml(&toml).store_for("staff", theirs)).await;
    let app = app!(paseto);
    let token = mint(&payload(json!({})));
    assert_eq!(call(&app, revoking(&token)).await.status, 503);
    assert_eq!(call(&app, with("/access", &token)).await.code(), "token_revoked");
}

#[actix_web::test]
async fn a_bound_token_needs_to_be_known_as_bound() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let bind = |assertion| paseto.issuer().access("alice").assertion(assertion).issue().unwrap();
    let token = bind("tenant-alpha");
    assert!(is_plain_ok(&call(&app, revoking(&token)).await));
    assert!(is_inactive(&call(&app, introspecting(&token)).await));
    assert_eq!(call(&app, with("/tenant", &token)).await.status, 200);
    let asks =
        |token: &str| form("/bound/introspect", token).insert_header(bearer(&caller(json!({}))));
    assert_eq!(call(&app, asks(token.as_ref())).await.json()["active"], true);
    assert!(is_plain_ok(&call(&app, form("/bound/revoke", &token)).await));
    assert_eq!(call(&app, with("/tenant", &token)).await.code(), "token_revoked");
    assert!(is_inactive(&call(&app, asks(token.as_ref())).await));

    let (beta, unbound) = (bind("beta"), paseto.issuer().access("alice").issue().unwrap());
    assert!(is_inactive(&call(&app, asks(beta.as_ref())).await));
    let told = call(&app, asks(beta.as_ref()).insert_header(("x-tenant", "beta"))).await;
    assert_eq!(told.json()["active"], true);
    assert!(is_plain_ok(&call(&app, form("/bound/revoke", &unbound)).await));
    assert_eq!(call(&app, with("/access", &unbound)).await.code(), "token_revoked");
}

#[actix_web::test]
async fn a_kind_that_no_route_asks_about_is_not_said_to_be_revoked() {
    let paseto = paseto("revocation.kinds = [\"refresh\"]").await;
    let app = app!(paseto);
    let pair = paseto.issuer().pair("alice").issue().unwrap();
    let reply = call(&app, revoking(&pair.access_token)).await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["error"], "unsupported_token_type");
    assert_eq!(call(&app, with("/access", &pair.access_token)).await.status, 200);
    assert_eq!(call(&app, with("/refresh", &pair.refresh_token)).await.code(), "token_revoked");
    assert!(is_inactive(&call(&app, introspecting(&pair.access_token)).await));
    assert!(is_plain_ok(&call(&app, revoking(&pair.refresh_token)).await));
}

#[actix_web::test]
async fn a_store_that_fails_is_503_and_never_active() {
    for script in [Script::Fails, Script::NeverAnswers] {
        for store in [Scripted::at_once(script), Scripted::after(1, script)] {
            let lines = local("revocation.timeout = \"30ms\"").store(store);
            let app = app!(builder(lines).await);
            let token = mint(&payload(json!({})));
            let reply = call(&app, revoking(&token)).await;
            assert_eq!((reply.status, reply.text()), (503, ""));
            assert_eq!(reply.header("retry-after"), Some("1"));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            // Nothing to ask the store about: the answer tells nothing of the store either.
            assert!(is_plain_ok(&call(&app, revoking(forged())).await));
            let reply = call(&app, introspecting(&token)).await;
            assert_eq!(reply.verdict(), (503, "temporarily_unavailable".to_owned()));
        }
    }
    // The caller's own token is not asked about; the one that it asks about is.
    let store = Scripted::after(1, Script::Fails);
    let lines = local("revocation.kinds = [\"refresh\"]").store(store);
    let app = app!(builder(lines).await);
    let reply = call(&app, introspecting(mint(&payload(json!({}))))).await;
    assert_eq!((reply.status, reply.text()), (503, ""));
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert!(is_inactive(&call(&app, introspecting(forged())).await));
}

#[actix_web::test]
async fn a_full_store_is_503() {
    let paseto = paseto("revocation.capacity = 1").await;
    let app = app!(paseto);
    let token = || paseto.issuer().access("alice").issue().unwrap();
    let (first, second) = (token(), token());
    assert!(is_plain_ok(&call(&app, revoking(&first)).await));
    assert_eq!(call(&app, revoking(&second)).await.status, 503);
    assert_eq!(call(&app, with("/access", &second)).await.status, 200);
    assert!(is_plain_ok(&call(&app, revoking(&first)).await));
}
