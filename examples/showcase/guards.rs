//! One route for each thing that a guard can demand.

use actix_paseto::prelude::*;
use actix_web::web::{Bytes, Json, Path, ServiceConfig};
use actix_web::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Account, Role};

pub fn routes(config: &mut ServiceConfig) {
    config.service((me, optional, lenient, transfer, recent, ledger, admin, orders, staff, upload));
}

/// Who one is, as far as the token tells.
pub fn describe(token: &Token, account: &Account) -> Json<Value> {
    Json(json!({
        "subject": token.subject(),
        "kind": token.kind().as_str(),
        "fresh": token.is_fresh(),
        "jti": token.jti(),
        "scopes": account.scopes,
        "role": account.role,
        "footer": token.footer_json(),
    }))
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token, account: Claims<Account>) -> Json<Value> {
    describe(&token, &account)
}

fn greet(token: Option<Token>) -> Json<Value> {
    let name = token.map_or_else(|| "anonymous".to_owned(), |token| token.subject().to_string());
    Json(json!({ "hello": name }))
}

#[get("/optional")]
#[paseto_optional]
async fn optional(token: Option<Token>) -> Json<Value> {
    greet(token)
}

#[get("/lenient")]
#[paseto_optional(lenient)]
async fn lenient(token: Option<Token>) -> Json<Value> {
    greet(token)
}

#[derive(Deserialize)]
pub struct Transfer {
    pub amount: u64,
}

#[post("/transfer")]
#[paseto_required(fresh)]
async fn transfer(transfer: Json<Transfer>) -> Json<Value> {
    Json(json!({ "transferred": transfer.amount }))
}

#[get("/recent")]
#[paseto_required(fresh = "5s")]
async fn recent() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[get("/tenants/{tenant}/ledger")]
#[paseto_required(assertion = path("tenant"))]
async fn ledger(tenant: Path<String>, token: Token) -> Json<Value> {
    Json(json!({ "tenant": *tenant, "subject": token.subject() }))
}

#[get("/admin")]
#[paseto_required(scopes("admin"), claims = Account)]
async fn admin() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[get("/orders")]
#[paseto_required(any_scope("orders:read", "orders:admin"), claims = Account)]
async fn orders() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[get("/staff")]
#[paseto_required(claims = Account, require = claims.role == Role::Staff)]
async fn staff() -> Json<Value> {
    Json(json!({ "ok": true }))
}

#[post("/upload")]
#[paseto_required]
async fn upload(body: Bytes) -> Json<Value> {
    Json(json!({ "length": body.len() }))
}
