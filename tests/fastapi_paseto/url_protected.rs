use serde_json::json;

use crate::support::{Answer, app, ask, bare, bearing, hello, refused, send, server};

async fn answer_without_header(path: &str) -> Answer {
    ask(&server().await, bare(path)).await
}

async fn answer_to_refresh(path: &str) -> Answer {
    let paseto = server().await;
    let token = paseto.issuer().refresh("test").issue().unwrap();
    ask(&paseto, bearing(path, token)).await
}

fn missing() -> Answer {
    refused(401, "PASETO Authorization Token required")
}

fn access_wanted() -> Answer {
    refused(422, "Access token required but refresh provided")
}

#[actix_web::test]
async fn missing_header_paseto_required() {
    assert_eq!(answer_without_header("/required").await, missing());
}

#[actix_web::test]
async fn missing_header_paseto_refresh_required() {
    assert_eq!(answer_without_header("/refresh").await, missing());
}

#[actix_web::test]
async fn missing_header_fresh_paseto_required() {
    assert_eq!(answer_without_header("/fresh").await, missing());
}

#[actix_web::test]
async fn only_access_token_allowed_paseto_required() {
    assert_eq!(answer_to_refresh("/required").await, access_wanted());
}

#[actix_web::test]
async fn only_access_token_allowed_paseto_optional() {
    assert_eq!(answer_to_refresh("/optional").await, access_wanted());
}

#[actix_web::test]
async fn only_access_token_allowed_fresh_paseto_required() {
    assert_eq!(answer_to_refresh("/fresh").await, access_wanted());
}

#[actix_web::test]
async fn paseto_required() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/required", token)).await, hello("world"));
}

#[actix_web::test]
async fn paseto_optional() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(ask(&paseto, bare("/optional")).await, hello("anonym"));
    assert_eq!(ask(&paseto, bearing("/optional", token)).await, hello("world"));
}

#[actix_web::test]
async fn optional_does_not_leak_previous_subject() {
    let paseto = server().await;
    let app = app(&paseto).await;
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(send(&app, bearing("/optional", token)).await, hello("world"));
    assert_eq!(send(&app, bare("/optional")).await, hello("anonym"));
}

#[actix_web::test]
async fn optional_invalid_token_does_not_leak() {
    let paseto = server().await;
    let app = app(&paseto).await;
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(send(&app, bearing("/optional", token)).await, hello("world"));
    assert_eq!(send(&app, bearing("/optional", "invalid")).await, hello("anonym"));
}

#[actix_web::test]
async fn refresh_required() {
    let paseto = server().await;
    let access = paseto.issuer().access("test").issue().unwrap();
    let refresh = paseto.issuer().refresh("test").issue().unwrap();
    let answer = ask(&paseto, bearing("/refresh", access)).await;
    assert_eq!(answer, refused(422, "Refresh token required but access provided"));
    assert_eq!(ask(&paseto, bearing("/refresh", refresh)).await, (200, json!("test")));
}

#[actix_web::test]
async fn fresh_required() {
    let paseto = server().await;
    let stale = paseto.issuer().access("test").issue().unwrap();
    let fresh = paseto.issuer().access("test").fresh().issue().unwrap();
    let answer = ask(&paseto, bearing("/fresh", stale)).await;
    assert_eq!(answer, refused(401, "PASETO access token is not fresh"));
    assert_eq!(ask(&paseto, bearing("/fresh", fresh)).await, hello("world"));
}
