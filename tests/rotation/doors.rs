//! More routes: a session in cookies, and a log-out everywhere.

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SessionCookies};
use actix_web::web::{Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Result, get, post};
use serde_json::{Map, Value};

#[post("/logout/everywhere")]
#[paseto_required]
async fn everywhere(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.revoke_subject(token.subject().clone()).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/cookies/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(&*user).begin_cookies("desk").await?)
}

#[post("/cookies/refresh")]
#[refresh_required(rotate, from(cookie))]
async fn refresh(token: Token, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(token.subject().clone()).issue_cookies()?)
}

/// Also with a token that a refresh has just used up.
#[post("/cookies/logout")]
#[paseto_required(kind = any, from(cookie), skip_revocation)]
async fn logout(token: Token, revocations: Revocations) -> Result<ClearedCookies> {
    revocations.log_out(&token).await?;
    Ok(revocations.clear_cookies())
}

#[get("/cookies/claims")]
#[paseto_required(kind = any, from(cookie))]
async fn claims(token: Token) -> Json<Map<String, Value>> {
    Json(token.raw_claims())
}

pub(crate) fn doors(config: &mut ServiceConfig) {
    config.service((everywhere, login, refresh, logout, claims));
}
