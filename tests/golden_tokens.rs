//! Tokens that fastapi-paseto made, before our guards: both read them alike.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use actix_paseto::prelude::*;
use actix_web::test::{self, TestRequest};
use actix_web::web::{Json, ServiceConfig};
use actix_web::{App, get};
use figment::Figment;
use serde_json::{Map, Value, json};

fn golden() -> Value {
    serde_json::from_str(include_str!("data/fastapi-paseto-tokens.json")).unwrap()
}

fn told(token: &Token) -> Json<Value> {
    let footer = String::from_utf8(token.footer().to_vec()).unwrap();
    Json(json!({ "claims": token.raw_claims(), "footer": footer }))
}

#[get("/access")]
#[paseto_required]
async fn access(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/refresh")]
#[refresh_required]
async fn refresh(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/email-verify")]
#[paseto_required(kind = "email-verify")]
async fn email_verify(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/bound")]
#[paseto_required(assertion = "tenant-alpha")]
async fn bound(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn signed(token: Token) -> Json<Value> {
    told(&token)
}

fn routes(config: &mut ServiceConfig) {
    config.service((access, fresh, refresh, email_verify, bound, signed));
}

/// Neither `exp` nor a `kid` of ours is in these tokens.
async fn paseto() -> Paseto {
    let golden = golden();
    Paseto::builder()
        .figment(Figment::new())
        .set("accept", ["v4.local", "v4.public"])
        .set("keys.active", &golden["local_key_paserk"])
        .set("keys.accept", &golden["public_key_paserk"])
        .set("keys.kid", "ignored")
        .set("require_expiry", false)
        .build()
        .await
        .unwrap()
}

async fn ask(id: &str, path: &str) -> (u16, Value) {
    let golden = golden();
    let app = App::new().configure(paseto().await.install()).configure(routes);
    let app = test::init_service(app).await;
    let token = vector(&golden, id)["token"].as_str().unwrap();
    let request = TestRequest::get().uri(path);
    let request = request.insert_header(("Authorization", format!("Bearer {token}")));
    let response = test::call_service(&app, request.to_request()).await;
    let status = response.status().as_u16();
    (status, test::read_body_json(response).await)
}

fn vector<'g>(golden: &'g Value, id: &str) -> &'g Value {
    golden["vectors"].as_array().unwrap().iter().find(|vector| vector["id"] == id).unwrap()
}

/// The common claims, and what the vector says instead.
fn expected_claims(golden: &Value, vector: &Value) -> Map<String, Value> {
    let mut claims = golden["common_claims"].as_object().unwrap().clone();
    for name in ["type", "fresh", "exp"] {
        claims.extend(vector.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    if claims["type"] != "access" {
        claims.remove("fresh");
    }
    claims
}

async fn assert_accepted(id: &str, path: &str, footer: &str) {
    let golden = golden();
    let vector = vector(&golden, id);
    assert_eq!(vector["expect"], "ok");
    let (status, told) = ask(id, path).await;
    assert_eq!((status, &told["footer"]), (200, &json!(footer)), "{id}");
    assert_eq!(told["claims"], json!(expected_claims(&golden, vector)), "{id}");
}

async fn assert_refused(id: &str, path: &str, code: &str) {
    let (status, problem) = ask(id, path).await;
    assert_eq!((status, &problem["code"]), (401, &json!(code)), "{id}");
}

/// With the blank that Python writes: authenticated as it stands, never written anew.
const FOOTER: &str = r#"{"kid": "k4.lid.example"}"#;

#[actix_web::test]
async fn g1_an_access_token_is_let_in() {
    assert_accepted("G1", "/access", "").await;
    assert_refused("G1", "/fresh", "token_not_fresh").await;
    assert_refused("G1", "/refresh", "wrong_kind").await;
    assert_refused("G1", "/bound", "token_invalid").await;
    assert_refused("G1", "/public", "token_invalid").await;
}

#[actix_web::test]
async fn g2_a_fresh_token_is_let_in() {
    assert_accepted("G2", "/fresh", "").await;
    assert_accepted("G2", "/access", "").await;
}

#[actix_web::test]
async fn g3_a_refresh_token_is_let_in() {
    assert_accepted("G3", "/refresh", "").await;
    assert_refused("G3", "/access", "wrong_kind").await;
}

#[actix_web::test]
async fn g4_a_token_of_a_custom_kind_is_let_in() {
    assert_accepted("G4", "/email-verify", "").await;
    assert_refused("G4", "/access", "wrong_kind").await;
}

#[actix_web::test]
async fn g5_an_expired_token_is_refused() {
    assert_eq!(vector(&golden(), "G5")["expect"], "Token expired.");
    assert_refused("G5", "/access", "token_expired").await;
}

#[actix_web::test]
async fn g6_the_footer_is_read_as_it_stands() {
    assert_eq!(vector(&golden(), "G6")["footer_raw"], FOOTER);
    assert_accepted("G6", "/access", FOOTER).await;
}

#[actix_web::test]
async fn g7_a_bound_token_needs_its_assertion() {
    assert_accepted("G7", "/bound", "").await;
    assert_refused("G7", "/access", "token_invalid").await;
}

#[actix_web::test]
async fn g8_a_bound_token_with_a_footer_needs_its_assertion() {
    assert_accepted("G8", "/bound", FOOTER).await;
    assert_refused("G8", "/access", "token_invalid").await;
}

#[actix_web::test]
async fn g9_a_public_token_is_let_in() {
    assert_accepted("G9", "/public", "").await;
    assert_accepted("G9", "/access", "").await;
}

#[actix_web::test]
async fn the_ids_of_the_keys_are_those_of_pyseto() {
    use actix_paseto::codec::{LocalKey, VerifyingKey};
    use actix_paseto::key::Identified as _;

    let golden = golden();
    let local = LocalKey::from_text(golden["local_key_paserk"].as_str().unwrap()).unwrap();
    let verifying = VerifyingKey::from_text(golden["public_key_paserk"].as_str().unwrap()).unwrap();
    assert_eq!(local.id().as_str(), golden["local_key_id"]);
    assert_eq!(verifying.id().as_str(), golden["public_key_id"]);
}
