use actix_paseto::Paseto;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Answer, ask, bare, bearing, config, hello, local_key, refused, server};

fn with_body(path: &str, body: &Value) -> TestRequest {
    bare(path).set_json(body)
}

async fn with_scheme() -> Paseto {
    config(&local_key()).set("json.scheme", "Bearer").build().await.unwrap()
}

async fn answer_to_malformed(value: Value) -> Answer {
    ask(&with_scheme().await, with_body("/json", &json!({ "access_token": value }))).await
}

fn malformed() -> Answer {
    refused(422, "Bad access_token header. Expected value 'Bearer <PASETO>'")
}

#[actix_web::test]
async fn invalid_json_token() {
    let answer = ask(&server().await, with_body("/json", &json!({ "access_token": "asd" }))).await;
    assert_eq!(answer, refused(422, "Invalid PASETO format"));
}

#[actix_web::test]
async fn malformed_json_0() {
    assert_eq!(answer_to_malformed(json!(123)).await, malformed());
}

#[actix_web::test]
async fn malformed_json_1() {
    assert_eq!(answer_to_malformed(json!("")).await, malformed());
}

#[actix_web::test]
async fn malformed_json_2() {
    assert_eq!(answer_to_malformed(json!("Bearer")).await, malformed());
}

#[actix_web::test]
async fn malformed_json_3() {
    assert_eq!(answer_to_malformed(json!("Bearer token extra")).await, malformed());
}

#[actix_web::test]
async fn wrong_location() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    let answer = ask(&paseto, bearing("/json", token)).await;
    assert_eq!(answer, refused(401, "PASETO Authorization Token required"));
}

#[actix_web::test]
async fn alternate_key() {
    let paseto = server().await;
    let token = paseto.issuer().refresh("test").issue().unwrap();
    let answer = ask(&paseto, with_body("/refresh/json", &json!({ "refresh_token": token }))).await;
    assert_eq!(answer, (200, json!("test")));
}

#[actix_web::test]
async fn valid_json() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    let answer = ask(&paseto, with_body("/json", &json!({ "access_token": token }))).await;
    assert_eq!(answer, hello("world"));
}
