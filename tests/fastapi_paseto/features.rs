use std::collections::BTreeSet;

use actix_paseto::codec::SigningKey;
use actix_paseto::kind::Purpose;
use actix_paseto::{Paseto, PasetoBuilder};
use serde_json::{Value, json};

use crate::support::{ask, bearing, config, local_key, refused, server};
use crate::ui::assert_refused_by_the_compiler;

/// Both purposes, local by default. Footers use `kid` for something else.
fn both_purposes() -> PasetoBuilder {
    let (local, signing) = (local_key(), SigningKey::generate().unwrap());
    config(&local)
        .set("accept", ["v4.local", "v4.public"])
        .set("keys.active", [local.to_paserk().expose(), signing.to_paserk().expose()])
        .set("keys.kid", "ignored")
}

async fn both() -> Paseto {
    both_purposes().build().await.unwrap()
}

fn subject(name: &str) -> (u16, Value) {
    (200, json!({ "subject": name }))
}

#[actix_web::test]
async fn local_footer_round_trip() {
    let paseto = both().await;
    let footer = json!({ "kid": "k4.lid.example" });
    let token = paseto.issuer().access("footer-user").footer(&footer).unwrap().issue().unwrap();
    let (status, told) = ask(&paseto, bearing("/claims", token)).await;
    assert_eq!((status, &told["footer"]), (200, &footer));

    let payload = told["payload"].as_object().unwrap();
    let names: BTreeSet<&str> = payload.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["sub", "type", "fresh", "jti", "nbf", "exp", "iat"]));
    assert_eq!(payload["sub"], "footer-user");
    assert_eq!(payload["type"], "access");
    assert_eq!(payload["fresh"], false);
}

#[actix_web::test]
async fn public_token_round_trip() {
    let paseto = both().await;
    let token = paseto.issuer().access("public-user").purpose(Purpose::Public).issue().unwrap();
    assert!(token.as_str().starts_with("v4.public."));
    assert_eq!(ask(&paseto, bearing("/whoami", token)).await, subject("public-user"));
}

#[actix_web::test]
async fn public_refresh_with_footer() {
    let paseto = both().await;
    let footer = json!({ "kid": "k4.pid.example" });
    let token = paseto.issuer().refresh("refresh-user").purpose(Purpose::Public);
    let token = token.footer(&footer).unwrap().issue().unwrap();
    let answer = ask(&paseto, bearing("/refresh/whoami", &token)).await;
    assert_eq!(answer, subject("refresh-user"));

    let (status, told) = ask(&paseto, bearing("/refresh/claims", &token)).await;
    assert_eq!((status, &told["footer"]), (200, &footer));
    assert_eq!(told["payload"]["sub"], "refresh-user");
    assert_eq!(told["payload"]["type"], "refresh");
}

#[actix_web::test]
async fn implicit_assertion_round_trip() {
    let paseto = both().await;
    let token = paseto.issuer().access("bound-user").assertion("channel-binding").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/assertion", &token)).await, subject("bound-user"));
    let answer = ask(&paseto, bearing("/required", &token)).await;
    assert_eq!(answer, refused(422, "Failed to decrypt."));
}

#[actix_web::test]
async fn refresh_and_custom_explicit_issuer() {
    let paseto = both_purposes().set("issuer", "urn:example").build().await.unwrap();
    let refresh = paseto.issuer().refresh("refresh-user").issuer("urn:example").issue().unwrap();
    let answer = ask(&paseto, bearing("/refresh/whoami", refresh)).await;
    assert_eq!(answer, subject("refresh-user"));

    let custom = paseto.issuer().custom("email-verify", "custom-user");
    let custom = custom.issuer("urn:example").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/email-verify", custom)).await, subject("custom-user"));
}

async fn assert_reserved(claim: &str) {
    let claims = json!({ claim: "mine" });
    let refusal = server().await.issuer().access("test").claims_json(&claims).unwrap_err();
    let words = format!("custom claims cannot include reserved claims: {claim}");
    assert_eq!(refusal.to_string(), words);
}

#[actix_web::test]
async fn reserved_claims_rejected_sub() {
    assert_reserved("sub").await;
}

#[actix_web::test]
async fn reserved_claims_rejected_type() {
    assert_reserved("type").await;
}

#[actix_web::test]
async fn reserved_claims_rejected_jti() {
    assert_reserved("jti").await;
}

#[actix_web::test]
async fn reserved_claims_rejected_exp() {
    assert_reserved("exp").await;
}

#[actix_web::test]
async fn reserved_claims_rejected_iss() {
    assert_reserved("iss").await;
}

fn assert_wrong_type(line: &str) {
    assert_refused_by_the_compiler("fastapi_paseto/argument_types", line);
}

#[test]
fn invalid_footer_type_1() {
    assert_wrong_type("issuer.access(\"test\").footer_text(1)");
}

#[test]
fn invalid_footer_type_empty_list() {
    assert_wrong_type("issuer.access(\"test\").footer_text([])");
}

#[test]
fn invalid_implicit_assertion_type_access() {
    assert_wrong_type("issuer.access(\"test\").assertion(1)");
}

#[test]
fn invalid_implicit_assertion_type_refresh() {
    assert_wrong_type("issuer.refresh(\"test\").assertion(1)");
}

#[test]
fn invalid_implicit_assertion_type_custom() {
    assert_wrong_type("issuer.custom(\"other\", \"test\").assertion(1)");
}
