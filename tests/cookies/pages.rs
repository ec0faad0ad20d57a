//! Pages of a session in use.

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SessionCookies};
use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, Result, error, get, post};

#[get("/read")]
#[paseto_required(from(header, cookie))]
async fn read(token: Token) -> String {
    token.subject().to_string()
}

#[get("/named")]
#[paseto_required(from(cookie("session")))]
async fn named(token: Token) -> String {
    token.subject().to_string()
}

#[get("/optional")]
#[paseto_optional(from(cookie))]
async fn optional(token: Option<Token>) -> &'static str {
    if token.is_some() { "somebody" } else { "nobody" }
}

#[get("/anyone")]
#[paseto_required(kind = any, from(cookie))]
async fn anyone(token: Token) -> String {
    token.kind().as_str().to_owned()
}

#[get("/admin")]
#[paseto_required(from(cookie), scopes("admin"))]
async fn admin() -> &'static str {
    "admin"
}

#[get("/unasked")]
#[paseto_required(from(cookie), skip_revocation)]
async fn unasked() -> &'static str {
    "unasked"
}

#[get("/wrapped")]
#[paseto_required(from(cookie), base64)]
async fn wrapped_once() -> &'static str {
    "wrapped"
}

#[get("/public")]
#[paseto_public(reason = "nobody is asked")]
async fn public() -> &'static str {
    "public"
}

/// The handler's own failures.
#[get("/fails/{status}")]
#[paseto_required(from(cookie))]
async fn fails(status: Path<u16>) -> Result<String> {
    match *status {
        404 => Err(error::ErrorNotFound("no such thing")),
        _ => Err(error::ErrorInternalServerError("broken")),
    }
}

/// A cookie of the application's own.
#[get("/beside")]
#[paseto_required(from(cookie))]
async fn beside() -> HttpResponse {
    HttpResponse::Ok()
        .append_header(("set-cookie", "theme=dark"))
        .append_header(("cache-control", "private"))
        .body("beside")
}

#[get("/set")]
#[paseto_required(from(cookie))]
async fn own(token: Token, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.access(token.subject().clone()).issue_cookies()?)
}

#[get("/as/{user}")]
#[paseto_required(from(cookie))]
async fn switch(user: Path<String>, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(&*user).issue_cookies()?)
}

#[get("/cleared")]
#[paseto_required(from(cookie))]
async fn cleared(revocations: Revocations) -> ClearedCookies {
    revocations.clear_cookies()
}

#[get("/cleared/by_hand")]
#[paseto_required(from(cookie))]
async fn cleared_by_hand() -> HttpResponse {
    HttpResponse::Ok().append_header(("set-cookie", "__Host-access=; Max-Age=0; Path=/")).finish()
}

/// Ends the session, and leaves the cookies.
#[get("/ended/{how}")]
#[paseto_required(from(cookie))]
async fn ended(how: Path<String>, token: Token, revocations: Revocations) -> Result<&'static str> {
    match &**how {
        "revoke" => revocations.revoke(&token).await?,
        "log_out" => revocations.log_out(&token).await?,
        "revoke_subject" => revocations.revoke_subject(token.subject().clone()).await?,
        _ => return Err(error::ErrorNotFound("how")),
    }
    Ok("ended")
}

#[post("/post")]
#[paseto_required(from(cookie))]
async fn write(token: Token) -> String {
    token.subject().to_string()
}

pub(crate) fn pages(config: &mut ServiceConfig) {
    config.service((read, named, optional, anyone, admin, unasked, public, fails, beside));
    config.service((own, switch, cleared, cleared_by_hand, ended, write, wrapped_once));
}
