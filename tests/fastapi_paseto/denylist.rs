use actix_paseto::issue::TokenBuilder;
use actix_paseto::{Issuer, Paseto};
use serde_json::json;

use crate::support::{Answer, ask, bearing, config, hello, local_key, refused, server};

type Make = fn(Issuer) -> TokenBuilder;

const ACCESS: Make = |issuer| issuer.access("test").fresh();
const REFRESH: Make = |issuer| issuer.refresh("test");

async fn live(path: &str, make: Make) -> Answer {
    let paseto = server().await;
    let token = make(paseto.issuer()).issue().unwrap();
    ask(&paseto, bearing(path, token)).await
}

async fn denied(paseto: &Paseto, path: &str, make: Make) -> Answer {
    let token = make(paseto.issuer()).issue().unwrap();
    paseto.revocations().revoke_jti(token.jti()).await.unwrap();
    ask(paseto, bearing(path, token)).await
}

async fn checks_refresh_only() -> Paseto {
    config(&local_key()).set("revocation.kinds", ["refresh"]).build().await.unwrap()
}

fn revoked() -> Answer {
    refused(401, "Token has been revoked")
}

#[actix_web::test]
async fn non_denylisted_access_paseto_required() {
    assert_eq!(live("/required", ACCESS).await, hello("world"));
}

#[actix_web::test]
async fn non_denylisted_access_paseto_optional() {
    assert_eq!(live("/optional", ACCESS).await, hello("world"));
}

#[actix_web::test]
async fn non_denylisted_access_fresh_paseto_required() {
    assert_eq!(live("/fresh", ACCESS).await, hello("world"));
}

#[actix_web::test]
async fn non_denylisted_refresh() {
    assert_eq!(live("/refresh", REFRESH).await, (200, json!("test")));
}

#[actix_web::test]
async fn denylisted_access_paseto_required() {
    assert_eq!(denied(&server().await, "/required", ACCESS).await, revoked());
}

#[actix_web::test]
async fn denylisted_access_paseto_optional() {
    assert_eq!(denied(&server().await, "/optional", ACCESS).await, revoked());
}

#[actix_web::test]
async fn denylisted_access_fresh_paseto_required() {
    assert_eq!(denied(&server().await, "/fresh", ACCESS).await, revoked());
}

#[actix_web::test]
async fn denylisted_refresh() {
    assert_eq!(denied(&server().await, "/refresh", REFRESH).await, revoked());
}

#[actix_web::test]
async fn refresh_only_checks_skip_access() {
    let answer = denied(&checks_refresh_only().await, "/required", ACCESS).await;
    assert_eq!(answer, hello("world"));
}

#[actix_web::test]
async fn refresh_only_checks_still_revoke_refresh() {
    assert_eq!(denied(&checks_refresh_only().await, "/refresh", REFRESH).await, revoked());
}
