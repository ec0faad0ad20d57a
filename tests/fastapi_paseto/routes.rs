//! The guarded routes, one for each guard of fastapi-paseto's tests.

use actix_paseto::prelude::*;
use actix_web::web::{Data, Json, ServiceConfig};
use actix_web::{HttpRequest, get};
use serde_json::{Value, json};

pub fn all(config: &mut ServiceConfig) {
    config
        .service((required, optional, refresh, fresh, other, email_verify))
        .service((claims, refresh_claims, jti, subject, whoami, refresh_whoami))
        .service((base64, assertion, in_json, refresh_in_json))
        .service((literal_override, token_override));
}

fn hello(whom: &str) -> Json<Value> {
    Json(json!({ "hello": whom }))
}

/// Footer and payload, as the handler sees them.
fn told(token: &Token) -> Json<Value> {
    Json(json!({ "footer": token.footer_json(), "payload": token.raw_claims() }))
}

fn named(token: &Token) -> Json<Value> {
    Json(json!({ "subject": token.subject() }))
}

#[get("/required")]
#[paseto_required]
async fn required() -> Json<Value> {
    hello("world")
}

#[get("/optional")]
#[paseto_optional(lenient)]
async fn optional(token: Option<Token>) -> Json<Value> {
    hello(if token.is_some() { "world" } else { "anonym" })
}

#[get("/refresh")]
#[refresh_required]
async fn refresh(token: Token) -> Json<Value> {
    Json(json!(token.subject()))
}

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh() -> Json<Value> {
    hello("world")
}

#[get("/other")]
#[paseto_required(kind = "other")]
async fn other() -> Json<Value> {
    hello("other")
}

#[get("/email-verify")]
#[paseto_required(kind = "email-verify")]
async fn email_verify(token: Token) -> Json<Value> {
    named(&token)
}

#[get("/claims")]
#[paseto_required]
async fn claims(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/refresh/claims")]
#[refresh_required]
async fn refresh_claims(token: Token) -> Json<Value> {
    told(&token)
}

#[get("/jti")]
#[paseto_required]
async fn jti(token: Token) -> Json<Value> {
    Json(json!(token.jti()))
}

#[get("/subject")]
#[paseto_required]
async fn subject(token: Token) -> Json<Value> {
    Json(json!(token.subject()))
}

#[get("/whoami")]
#[paseto_required]
async fn whoami(token: Token) -> Json<Value> {
    named(&token)
}

#[get("/refresh/whoami")]
#[refresh_required]
async fn refresh_whoami(token: Token) -> Json<Value> {
    named(&token)
}

#[get("/base64")]
#[paseto_required(base64)]
async fn base64() -> Json<Value> {
    hello("base")
}

#[get("/assertion")]
#[paseto_required(assertion = "channel-binding")]
async fn assertion(token: Token) -> Json<Value> {
    named(&token)
}

#[get("/json")]
#[paseto_required(from(json))]
async fn in_json() -> Json<Value> {
    hello("world")
}

#[get("/refresh/json")]
#[refresh_required(from(json("refresh_token")))]
async fn refresh_in_json(token: Token) -> Json<Value> {
    Json(json!(token.subject()))
}

fn literal(_: &HttpRequest) -> Option<&'static str> {
    Some("token_override")
}

#[get("/override/literal")]
#[paseto_required(from(with(literal)))]
async fn literal_override() -> Json<Value> {
    hello("world")
}

/// A token that the server made for itself.
pub struct Override(pub String);

pub fn server_made(req: &HttpRequest) -> Option<String> {
    req.app_data::<Data<Override>>().map(|token| token.0.clone())
}

#[get("/override")]
#[paseto_required(from(with(server_made)))]
async fn token_override() -> Json<Value> {
    hello("world")
}
