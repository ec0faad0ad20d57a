//! One route for each place where a token can stand.

use actix_paseto::prelude::*;
use actix_web::web::{Json, ServiceConfig};
use actix_web::{Result, get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::account::Account;
use crate::guards::describe;

pub fn routes(config: &mut ServiceConfig) {
    config.service((wrapped, wrapped_token, in_body, in_query, in_header));
}

#[get("/base64")]
#[paseto_required(base64)]
async fn wrapped(token: Token, account: Claims<Account>) -> Json<Value> {
    describe(&token, &account)
}

#[get("/base64/token")]
#[paseto_required]
async fn wrapped_token(
    token: Token,
    account: Claims<Account>,
    issuer: Issuer,
) -> Result<Json<Value>> {
    let twin = issuer.access(token.subject().clone()).claims(&*account)?.issue()?;
    Ok(Json(json!({ "token": STANDARD.encode(twin.as_str()) })))
}

#[post("/json")]
#[paseto_required(from(json("access_token")))]
async fn in_body(token: Token, account: Claims<Account>) -> Json<Value> {
    describe(&token, &account)
}

#[get("/query")]
#[paseto_required(from(query("token")))]
async fn in_query(token: Token, account: Claims<Account>) -> Json<Value> {
    describe(&token, &account)
}

#[get("/custom-header")]
#[paseto_required(from(header("X-Token")))]
async fn in_header(token: Token, account: Claims<Account>) -> Json<Value> {
    describe(&token, &account)
}
