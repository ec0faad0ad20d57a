//! Logging in and out, and what lies between.

use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_paseto::{IssueError, SessionError};
use actix_web::error::InternalError;
use actix_web::http::header::USER_AGENT;
use actix_web::web::{self, Data, Json, ServiceConfig};
use actix_web::{Error, HttpRequest, HttpResponse, Result, post};
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
async fn login(
    request: HttpRequest,
    login: Json<Login>,
    users: Data<Users>,
    issuer: Issuer,
) -> Result<TokenPair> {
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
    pair.begin(device(&request)).await.map_err(refuse_session)
}

/// By what a user will know the login again; whole, the text would tell more than that.
fn device(request: &HttpRequest) -> String {
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    agent.map_or_else(|| "unknown".to_owned(), |agent| agent.chars().take(40).collect())
}

/// One answer for an unknown name and a wrong password.
pub fn wrong_login() -> Error {
    let error = json!({ "error": "unknown user or wrong password" });
    InternalError::from_response("login refused", HttpResponse::Unauthorized().json(error)).into()
}

/// What was asked for makes no token, such as more scopes than there is room for.
pub fn refuse(error: IssueError) -> Error {
    let told = json!({ "error": error.to_string() });
    InternalError::from_response(error, HttpResponse::UnprocessableEntity().json(told)).into()
}

fn refuse_session(error: SessionError) -> Error {
    match error {
        SessionError::Issue(error) => refuse(error),
        SessionError::Store(error) => error.into(),
    }
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, account: Claims<Account>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).claims(&*account)?.issue()?)
}

/// Ends the login, whichever of its tokens it is called with.
#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
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

#[post("/email/verify")]
#[paseto_required(kind = "email-verify", single_use)]
async fn email_verify(token: Token) -> Json<Value> {
    Json(json!({ "verified": token.subject() }))
}
