//! Logging in and out, and what lies between.

use actix_paseto::IssueError;
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::error::InternalError;
use actix_web::web::{self, Data, Json, ServiceConfig};
use actix_web::{Error, HttpResponse, Result, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Account, Users};

pub fn routes(config: &mut ServiceConfig) {
    config.service((login, refresh, logout, logout_everywhere, email_request, email_verify));
}

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
    #[serde(default)]
    scopes: Vec<String>,
    tenant: Option<String>,
    purpose: Option<Wanted>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wanted {
    Local,
    Public,
}

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, users: Data<Users>, issuer: Issuer) -> Result<TokenPair> {
    let Login { user, password, scopes, tenant, purpose } = login.into_inner();
    let subject = user.clone();
    // Hashing a password takes a while: not on the thread that serves requests.
    let role = web::block(move || users.check(&user, &password)).await?;
    let role = role.ok_or_else(wrong_login)?;
    let mut pair =
        issuer.pair(subject).fresh().claims(&Account { role, scopes }).map_err(refuse)?;
    if let Some(tenant) = tenant {
        pair = pair.assertion(tenant);
    }
    if let Some(purpose) = purpose {
        pair = pair.purpose(match purpose {
            Wanted::Local => Purpose::Local,
            Wanted::Public => Purpose::Public,
        });
    }
    pair.issue().map_err(refuse)
}

/// One answer for an unknown name and a wrong password.
fn wrong_login() -> Error {
    let error = json!({ "error": "unknown user or wrong password" });
    InternalError::from_response("login refused", HttpResponse::Unauthorized().json(error)).into()
}

/// What was asked for makes no token, such as more scopes than there is room for.
fn refuse(error: IssueError) -> Error {
    let told = json!({ "error": error.to_string() });
    InternalError::from_response(error, HttpResponse::UnprocessableEntity().json(told)).into()
}

#[post("/refresh")]
#[refresh_required]
async fn refresh(token: Token, account: Claims<Account>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).claims(&*account)?.issue()?)
}

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.revoke(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/logout/everywhere")]
#[paseto_required]
async fn logout_everywhere(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    let subject = token.subject().clone();
    revocations.revoke_subject(subject).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/email/request")]
#[paseto_required]
async fn email_request(token: Token, issuer: Issuer) -> Result<Json<Value>> {
    let mail = issuer.custom("email-verify", token.subject().clone()).issue();
    let mail = mail?;
    Ok(Json(json!({ "token": mail })))
}

/// Revokes the token before it answers, so that a link works once for one who clicks once.
#[post("/email/verify")]
#[paseto_required(kind = "email-verify")]
async fn email_verify(token: Token, revocations: Revocations) -> Result<Json<Value>> {
    revocations.revoke(&token).await?;
    Ok(Json(json!({ "verified": token.subject() })))
}
