//! An application, and an ear.

use std::sync::{Arc, Mutex};

use actix_paseto::prelude::*;
use actix_paseto::{AuditEvent, Audited, PasetoBuilder, SessionError};
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, Result, get, post};
use serde_json::Value;

use crate::support::Reply;

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(issuer: Issuer) -> std::result::Result<TokenPair, SessionError> {
    issuer.pair("alice").fresh().begin("desk").await
}

#[post("/login/cookies")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login_cookies(
    issuer: Issuer,
) -> std::result::Result<actix_paseto::web::SessionCookies, SessionError> {
    issuer.pair("alice").fresh().begin_cookies("desk").await
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[post("/reset")]
#[paseto_required(kind = "password-reset", single_use)]
async fn reset() -> &'static str {
    "in"
}

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[get("/me")]
#[paseto_required]
pub(crate) async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[get("/admin")]
#[paseto_required(scopes("admin"))]
async fn admin() -> &'static str {
    "in"
}

#[get("/maybe")]
#[paseto_optional(lenient)]
async fn maybe() -> &'static str {
    "in"
}

#[get("/bound")]
#[paseto_required(assertion = "canary-of-the-assertion")]
async fn bound() -> &'static str {
    "in"
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service((login, login_cookies, refresh, reset, logout, me, admin, maybe, bound));
}

/// Remembers what it hears.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ear(Arc<Mutex<Vec<AuditEvent>>>);

impl Ear {
    pub(crate) fn at(&self, builder: PasetoBuilder) -> PasetoBuilder {
        let heard = Arc::clone(&self.0);
        builder.on_event(move |event| heard.lock().unwrap().push(event.clone()))
    }

    /// Since it was asked last.
    pub(crate) fn heard(&self) -> Vec<AuditEvent> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.heard().iter().map(|event| name(&event.what)).collect()
    }
}

pub(crate) fn name(what: &Audited) -> String {
    let json = serde_json::to_value(what).unwrap();
    json["event"].as_str().unwrap().to_owned()
}

/// An ear, the `Paseto` and the application.
macro_rules! listening {
    ($builder:expr) => {{
        let ear = $crate::app::Ear::default();
        let paseto = $crate::support::builder(ear.at($builder)).await;
        let revoke = paseto.revocation_endpoint();
        let app = ::actix_web::App::new().configure(paseto.install()).route("/revoke", revoke);
        let app = ::actix_web::test::init_service(app.configure($crate::app::routes)).await;
        (ear, paseto, app)
    }};
}
pub(crate) use listening;

/// The two tokens of an answer.
pub(crate) fn pair(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let json: Value = reply.json();
    let text = |name: &str| json[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}
