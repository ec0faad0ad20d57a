//! Introspection: who may ask, and what is told.

use actix_web::App;
use serde_json::{Value, json};

use crate::app::{app, granting};
use crate::requests::{
    FORM, caller, form, introspecting, is_inactive, is_plain_ok, raw, revoking, with,
};
use crate::support::{
    self, HandClock, NOON, bearer, builder, call, forged, local, mint, mint_with, paseto, payload,
    rfc3339,
};

#[actix_web::test]
async fn to_ask_about_a_token_uses_nothing_up() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let letter = paseto.issuer().custom("reset", "alice").issue().unwrap();
    for _ in 0..2 {
        assert_eq!(call(&app, introspecting(&letter)).await.json()["kind"], "reset");
    }
    let usage = || support::post("/once").insert_header(bearer(letter.as_ref()));
    assert_eq!(call(&app, usage()).await.status, 200);
    assert!(is_inactive(&call(&app, introspecting(&letter)).await));
    assert_eq!(call(&app, usage()).await.status, 401);
}

#[actix_web::test]
async fn who_may_introspect() {
    let paseto = paseto("").await;
    let app = app!(paseto);
    let token = mint(&payload(json!({})));
    let asks = |by: &str| form("/introspect", &token).insert_header(bearer(by));
    let reply = call(&app, form("/introspect", &token)).await;
    assert_eq!(reply.verdict(), (401, "token_missing".to_owned()));
    assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"paseto\""));
    let reply = call(&app, asks(&token)).await;
    assert_eq!(reply.verdict(), (403, "scope_missing".to_owned()));
    assert!(reply.header("www-authenticate").unwrap().contains("scope=\"introspect\""));
    assert_eq!(call(&app, asks(&forged())).await.verdict(), (401, "token_invalid".to_owned()));
    let other_kind = caller(json!({ "type": "refresh" }));
    assert_eq!(call(&app, asks(&other_kind)).await.verdict(), (401, "wrong_kind".to_owned()));
    for scopes in
        [json!({ "scope": "a introspect b" }), json!({ "scope": null, "scopes": ["introspect"] })]
    {
        assert_eq!(call(&app, asks(&caller(scopes))).await.json()["active"], true);
    }
    // Who may not ask learns nothing of the form either.
    let reply = call(&app, raw("/introspect", FORM, "x".repeat(100_000))).await;
    assert_eq!(reply.verdict(), (401, "token_missing".to_owned()));
    // The caller's own token is as good as any to ask about, until it is revoked.
    let own = caller(json!({}));
    assert_eq!(call(&app, introspecting(&own)).await.json()["jti"], "of-the-caller");
    assert!(is_plain_ok(&call(&app, revoking(&own)).await));
    assert_eq!(
        call(&app, introspecting(&token)).await.verdict(),
        (401, "token_revoked".to_owned())
    );
}

#[actix_web::test]
async fn a_foreign_page_cannot_ask_by_a_cookie() {
    let app = app!(paseto("sources = [\"cookie\"]").await);
    let cookie = format!("__Host-access={}", caller(json!({ "csrf": "of-our-page" })));
    let asks = || {
        let request = form("/introspect", mint(&payload(json!({}))));
        request.insert_header(("cookie", cookie.as_str()))
    };
    assert_eq!(call(&app, asks()).await.verdict(), (403, "csrf_failed".to_owned()));
    let reply = call(&app, asks().insert_header(("x-csrf-token", "of-our-page"))).await;
    assert_eq!(reply.json()["active"], true);
}

#[actix_web::test]
async fn what_is_told_of_a_live_token() {
    let clock = HandClock::new();
    let paseto = builder(local("issuer = \"https://shop.example\"").clock(clock.clock())).await;
    let app = app!(paseto);
    clock.set(NOON + 1_234);
    let by = paseto.issuer().access("orders").claims(&granting(&["introspect"])).unwrap();
    let by = by.issue().unwrap();
    let asks = |token: &str| form("/introspect", token).insert_header(bearer(by.as_ref()));
    let claims = granting(&["read", "orders:*", "two words", ""]);
    let token = paseto.issuer().access(7).fresh().audience("shop-api").claims(&claims).unwrap();
    let token = token.issue().unwrap();
    let reply = call(&app, asks(token.as_ref())).await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, Some("no-store")));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let second = NOON / 1_000 + 1;
    let mut told = reply.json();
    let nbf = told.as_object_mut().unwrap().remove("nbf");
    assert!(nbf.is_none_or(|nbf| nbf == second), "whole seconds");
    assert_eq!(
        told,
        json!({
            "active": true, "sub": "7", "iss": "https://shop.example", "aud": "shop-api",
            "exp": second + 900, "iat": second, "jti": token.jti(),
            "scope": "read orders:*", "token_type": "Bearer", "kind": "access", "fresh": true,
        })
    );
    let pair = paseto.issuer().pair("alice").issue().unwrap();
    let letter = paseto.issuer().custom("email-verify", "alice").audience("a").audience("b");
    let letter = letter.issue().unwrap();
    for (token, kind) in
        [(pair.refresh_token.as_ref(), "refresh"), (letter.as_ref(), "email-verify")]
    {
        for _ in 0..2 {
            let told = call(&app, asks(token)).await.json();
            assert_eq!((&told["active"], &told["kind"]), (&json!(true), &json!(kind)));
            assert_eq!((&told["token_type"], &told["scope"]), (&Value::Null, &Value::Null));
        }
    }
    assert_eq!(call(&app, asks(letter.as_ref())).await.json()["aud"], json!(["a", "b"]));
    // A token that is asked about has been used by nobody.
    assert_eq!(call(&app, with("/refresh", &pair.refresh_token)).await.status, 200);
    assert_eq!(call(&app, with("/mail", &letter)).await.status, 200);
}

#[actix_web::test]
async fn what_does_not_live_is_inactive_and_nothing_else() {
    let clock = HandClock::new();
    let lines = "issuer = \"us\"\naudience = \"here\"\nleeway = \"0s\"";
    let paseto = builder(local(lines).clock(clock.clock())).await;
    let app = app!(paseto);
    let good = json!({
        "iss": "us", "aud": "here", "scope": "introspect",
        "iat": rfc3339(NOON), "nbf": rfc3339(NOON), "exp": rfc3339(NOON + 600_000),
    });
    let minted = |changes: Value| {
        let mut claims = good.clone();
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        payload(claims)
    };
    clock.set(NOON + 5_000);
    let by = mint(&minted(json!({ "jti": "of-the-caller" })));
    let asks = |token: &str| form("/introspect", token).insert_header(bearer(&by));
    assert_eq!(call(&app, asks(&mint(&minted(json!({}))))).await.json()["active"], true);

    let began = |millis: u64| format!("a-family.{}", millis * 1_000);
    let revoked = mint(&minted(json!({ "jti": "revoked" })));
    paseto.revocations().revoke_jti("revoked").await.unwrap();
    paseto.revocations().revoke_subject("mallory").await.unwrap();
    let kin = json!({ "jti": "kin-1", "fam": began(NOON) });
    assert!(is_plain_ok(&call(&app, revoking(mint(&minted(kin)))).await));
    let lost = mint_with(&minted(json!({})), b"", b"tenant-alpha");
    for token in [
        revoked,
        lost,
        forged(),
        "garbage".to_owned(),
        mint(&minted(json!({ "exp": rfc3339(NOON + 4_000) }))),
        mint(&minted(json!({ "nbf": rfc3339(NOON + 60_000) }))),
        mint(&minted(json!({ "iss": "them" }))),
        mint(&minted(json!({ "aud": "there" }))),
        mint(&minted(json!({ "sub": null }))),
        mint(&minted(json!({ "jti": null }))),
        mint(&minted(json!({ "sub": "mallory" }))),
        mint(&minted(json!({ "jti": "kin-2", "fam": began(NOON) }))),
        mint(&minted(json!({ "fam": began(NOON - 91 * 24 * 3_600_000) }))),
    ] {
        assert!(is_inactive(&call(&app, asks(&token)).await), "{token}");
    }
}

#[actix_web::test]
async fn without_an_installed_paseto_nobody_may_introspect() {
    let paseto = paseto("").await;
    let app = actix_web::test::init_service(
        App::new()
            .route("/revoke", paseto.revocation_endpoint())
            .route("/introspect", paseto.introspection_endpoint()),
    )
    .await;
    let token = mint(&payload(json!({})));
    assert_eq!(call(&app, introspecting(&token)).await.status, 503);
    assert!(is_plain_ok(&call(&app, revoking(&token)).await));
}
