//! What a text was accepted under belongs to it: the assertion, the purpose, the wrapping, the
//! profile.

use actix_paseto::prelude::*;
use actix_web::get;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use super::seen::{me, with};
use super::support::{
    app, bearer, both, builder, call, from_toml, get, local_key, mint, mint_with, paseto, payload,
    public,
};

#[get("/tenant")]
#[paseto_required(assertion = header("x-tenant"))]
async fn tenant() -> &'static str {
    "in"
}

#[get("/constant")]
#[paseto_required(assertion = "a")]
async fn constant() -> &'static str {
    "in"
}

#[actix_web::test]
async fn an_assertion_is_not_another_one() {
    let paseto = paseto("").await;
    let app = app!(paseto, tenant, constant, me);
    let (bare, bound) = (mint(&payload(json!({}))), mint_with(&payload(json!({})), b"", b"a"));
    let of = |token: &str, name: &str| {
        get("/tenant").insert_header(bearer(token)).insert_header(("x-tenant", name))
    };
    for _ in 0..3 {
        assert_eq!(call(&app, of(&bound, "a")).await.status, 200);
        call(&app, with("/constant", &bound)).await.is_ok("in");
        assert_eq!(call(&app, with("/me", &bare)).await.status, 200);
        for name in ["b", "A", "aa", "a ", "v4", ""] {
            assert_eq!(call(&app, of(&bound, name)).await.status, 401, "{name:?}");
        }
        assert_eq!(call(&app, with("/tenant", &bound)).await.status, 401);
        assert_eq!(call(&app, with("/me", &bound)).await.status, 401);
        assert_eq!(call(&app, with("/constant", &bare)).await.status, 401);
        // The end of one is not the beginning of the other.
        let (first, rest) = bound.split_at(1);
        assert_eq!(call(&app, of(rest, &format!("a{first}"))).await.status, 401);
    }
}

#[get("/local")]
#[paseto_required(purpose = local)]
async fn only_local() -> &'static str {
    "in"
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn only_public() -> &'static str {
    "in"
}

#[actix_web::test]
async fn a_purpose_is_the_route_s() {
    let paseto = builder(both("")).await;
    let app = app!(paseto, only_local, only_public, me);
    let tokens = [mint(&payload(json!({}))), public(&payload(json!({})))];
    for _ in 0..3 {
        for (token, uris) in tokens.iter().zip([["/local", "/public"], ["/public", "/local"]]) {
            assert_eq!(call(&app, with("/me", token)).await.status, 200);
            assert_eq!(call(&app, with(uris[0], token)).await.status, 200);
            assert_eq!(call(&app, with(uris[1], token)).await.status, 401);
        }
    }
}

#[get("/wrapped")]
#[paseto_required(base64)]
async fn wrapped() -> &'static str {
    "in"
}

#[actix_web::test]
async fn a_spelling_is_not_another_one() {
    let paseto = paseto("").await;
    let app = app!(paseto, wrapped, me);
    let bare = mint(&payload(json!({})));
    let (standard, url_safe) = (STANDARD.encode(&bare), URL_SAFE_NO_PAD.encode(&bare));
    for _ in 0..3 {
        assert_eq!(call(&app, with("/me", &bare)).await.status, 200);
        for text in [&standard, &url_safe] {
            call(&app, with("/wrapped", text)).await.is_ok("in");
            assert_eq!(call(&app, with("/me", text)).await.status, 401);
            let twice = STANDARD.encode(text);
            assert_eq!(call(&app, with("/wrapped", twice)).await.status, 401);
        }
        assert_eq!(call(&app, with("/wrapped", &bare)).await.status, 401);
        for other in [format!("{bare}."), format!("{bare}="), bare.replacen("v4", "V4", 1)] {
            assert_eq!(call(&app, with("/me", other)).await.status, 401);
        }
    }
}

/// Each character, each length.
#[actix_web::test]
async fn one_byte_makes_another_token() {
    let paseto = builder(both("")).await;
    let app = app!(paseto, me);
    for token in [mint(&payload(json!({}))), public(&payload(json!({})))] {
        assert_eq!(call(&app, with("/me", &token)).await.status, 200);
        for at in (0..token.len()).step_by(7).chain([token.len() - 1]) {
            let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
            let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert_eq!(call(&app, with("/me", changed)).await.status, 401, "{at}");
            assert_eq!(call(&app, with("/me", &token[..at])).await.status % 100, at_most(at));
        }
        assert_eq!(call(&app, with("/me", &token)).await.status, 200);
    }
}

/// No text at all is a malformed request, 400; anything else 401.
fn at_most(length: usize) -> u16 {
    u16::from(length > 0)
}

#[get("/admin")]
#[paseto_required(profile = "admin")]
async fn admin() -> &'static str {
    "in"
}

#[actix_web::test]
async fn a_profile_has_rules_and_a_memory_of_its_own() {
    let key = local_key().to_paserk();
    let text = format!(
        "[default]\nkeys.active = '{}'\naudience = 'all'\n[admin]\naudience = 'admins'\n",
        key.expose()
    );
    let paseto = builder(from_toml(&text)).await;
    let app = app!(paseto, me, admin);
    let token = |aud| mint(&payload(json!({ "aud": aud })));
    let (ours, theirs, shared) =
        (token(json!("all")), token(json!("admins")), token(json!(["all", "admins"])));
    for _ in 0..3 {
        for (token, at_me, at_admin) in
            [(&ours, 200, 401), (&theirs, 401, 200), (&shared, 200, 200)]
        {
            assert_eq!(call(&app, with("/me", token)).await.status, at_me);
            assert_eq!(call(&app, with("/admin", token)).await.status, at_admin);
        }
    }
    // They share a key, and so a store.
    paseto.revocations().revoke_jti("jti-0123456789").await.unwrap();
    for uri in ["/me", "/admin"] {
        assert_eq!(call(&app, with(uri, &shared)).await.code(), "token_revoked");
    }
}
