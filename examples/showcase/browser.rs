//! The session of a browser: tokens in cookies that no script can read.

use std::time::{SystemTime, UNIX_EPOCH};

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SameOrigin, SessionCookies};
use actix_web::http::header::USER_AGENT;
use actix_web::web::{self, Data, Json, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Result, delete, error, get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Account, Role, Users};
use crate::guards::{Transfer, describe};
use crate::session::{refuse, wrong_login};

pub fn routes(config: &mut ServiceConfig) {
    config.service((login, confirm, refresh, logout, me, transfer, recent, sessions, end));
}

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

/// A page of another origin must not log its visitor in, as somebody else perhaps.
#[post("/c/login")]
#[paseto_public(reason = "this is where cookies come from")]
async fn login(
    _own_page: SameOrigin,
    request: HttpRequest,
    login: Json<Login>,
    users: Data<Users>,
    issuer: Issuer,
) -> Result<SessionCookies> {
    let Login { user, password } = login.into_inner();
    let role = checked(users, user.clone(), password).await?;
    let account = Account { role, scopes: Vec::new() };
    let pair = issuer.pair(user).fresh().claims(&account).map_err(refuse)?;
    Ok(pair.begin_cookies(browser_of(&request)).await?)
}

#[derive(Deserialize)]
struct Password {
    password: String,
}

/// The step-up: a fresh access token for the session that there is.
#[post("/c/confirm")]
#[paseto_required(from(cookie))]
async fn confirm(
    token: Token,
    account: Claims<Account>,
    again: Json<Password>,
    users: Data<Users>,
    issuer: Issuer,
) -> Result<SessionCookies> {
    let subject = token.subject();
    checked(users, subject.to_string(), again.into_inner().password).await?;
    Ok(issuer.access(subject.clone()).fresh().claims(&*account)?.issue_cookies()?)
}

/// Hashing a password takes a while: not on the thread that serves requests.
async fn checked(users: Data<Users>, user: String, password: String) -> Result<Role> {
    let role = web::block(move || users.check(&user, &password)).await?;
    role.ok_or_else(wrong_login)
}

#[post("/c/refresh")]
#[refresh_required(rotate, from(cookie))]
async fn refresh(token: Token, account: Claims<Account>, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(token.subject().clone()).claims(&*account)?.issue_cookies()?)
}

/// `skip_revocation`: another tab may have used this refresh token up a moment ago.
#[post("/c/logout")]
#[paseto_required(kind = any, from(cookie), skip_revocation)]
async fn logout(token: Token, revocations: Revocations) -> Result<ClearedCookies> {
    revocations.log_out(&token).await?;
    Ok(revocations.clear_cookies())
}

#[get("/c/me")]
#[paseto_required(from(cookie))]
async fn me(token: Token, account: Claims<Account>) -> Json<Value> {
    let Json(mut told) = describe(&token, &account);
    let left = token.expires_at().and_then(|at| at.duration_since(SystemTime::now()).ok());
    let left = left.unwrap_or_default().as_secs();
    told.as_object_mut().map(|told| told.insert("expires_in".to_owned(), left.into()));
    Json(told)
}

#[post("/c/transfer")]
#[paseto_required(fresh, from(cookie))]
async fn transfer(transfer: Json<Transfer>) -> Json<Value> {
    Json(json!({ "transferred": transfer.amount }))
}

#[get("/c/recent")]
#[paseto_required(fresh = "5s", from(cookie))]
async fn recent() -> Json<Value> {
    Json(json!({ "ok": true }))
}

/// Times are milliseconds since 1970, as JavaScript has them.
#[get("/c/sessions")]
#[paseto_required(from(cookie, header))]
async fn sessions(token: Token, revocations: Revocations) -> Result<Json<Value>> {
    let families = revocations.families(token.subject().clone()).await?;
    let sessions = families.iter().map(|family| {
        json!({
            "id": family.id,
            "label": family.label,
            "began": millis(family.began),
            "last_used": millis(family.last_used),
            "current": family.holds(&token),
        })
    });
    Ok(Json(json!({ "sessions": sessions.collect::<Vec<_>>() })))
}

fn millis(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    u64::try_from(since).unwrap_or(u64::MAX)
}

#[delete("/c/sessions/{id}")]
#[paseto_required(from(cookie))]
async fn end(id: Path<String>, token: Token, revocations: Revocations) -> Result<HttpResponse> {
    let ended = revocations.revoke_family(token.subject().clone(), &id).await?;
    if !ended {
        return Err(error::ErrorNotFound("no such session"));
    }
    Ok(HttpResponse::NoContent().finish())
}

/// In words of ours, whatever the client calls itself. The order counts: each names the ones
/// that it descends from.
fn browser_of(request: &HttpRequest) -> String {
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    let named = |known: &[(&str, &'static str)]| {
        let known = known.iter().find(|(mark, _)| agent.is_some_and(|agent| agent.contains(mark)));
        known.map(|(_, name)| *name)
    };
    let browser = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let browser = browser.unwrap_or("Another program");
    system.map_or_else(|| browser.to_owned(), |system| format!("{browser} on {system}"))
}
