//! The application that the tests ask.

use actix_paseto::prelude::*;
use actix_paseto::web::{ClearedCookies, SameOrigin, SessionCookies};
use actix_web::web::{self, Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Result, get, post};
use serde_json::{Map, Value};

use crate::support::{Spy, log};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(_: SameOrigin, user: Path<String>, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(&*user).fresh().begin_cookies("laptop").await?)
}

#[post("/login/{user}/unlisted")]
#[paseto_public(reason = "this is where tokens come from")]
async fn unlisted(user: Path<String>, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(&*user).issue_cookies()?)
}

/// Claims of about this many bytes, none of them too long by itself.
pub(crate) fn note(size: usize) -> Value {
    let part =
        |at: usize| (format!("note{at}"), "x".repeat(size.saturating_sub(at * 999).min(999)));
    Value::Object((0..=size / 999).map(part).map(|(name, text)| (name, text.into())).collect())
}

/// With claims of this many bytes.
#[post("/login/{user}/big/{size}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn big(path: Path<(String, usize)>, issuer: Issuer) -> Result<SessionCookies> {
    let (user, size) = path.into_inner();
    Ok(issuer.pair(user).claims_json(&note(size))?.begin_cookies("laptop").await?)
}

#[post("/login/{user}/only/{kind}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn only(path: Path<(String, String)>, issuer: Issuer) -> Result<SessionCookies> {
    let (user, kind) = path.into_inner();
    let token = match &*kind {
        "access" => issuer.access(user),
        "refresh" => issuer.refresh(user),
        kind => issuer.custom(kind, user),
    };
    Ok(token.issue_cookies()?)
}

/// An answer of its own, with a cookie of its own and one that ours replaces.
#[post("/login/{user}/beside")]
#[paseto_public(reason = "this is where tokens come from")]
async fn beside(user: Path<String>, issuer: Issuer) -> Result<HttpResponse> {
    let mut response = HttpResponse::Created()
        .append_header(("set-cookie", "theme=dark; Path=/"))
        .append_header(("set-cookie", "__Host-access=stale; Path=/; Secure"))
        .insert_header(("cache-control", "public"))
        .body("made");
    issuer.pair(&*user).begin_cookies("laptop").await?.set_on(&mut response);
    Ok(response)
}

#[post("/logout")]
#[paseto_required(kind = any, from(cookie))]
async fn logout(token: Token, revocations: Revocations) -> Result<ClearedCookies> {
    revocations.log_out(&token).await?;
    Ok(revocations.clear_cookies())
}

#[post("/logout/beside")]
#[paseto_required(kind = any, from(cookie))]
async fn logout_beside(revocations: Revocations) -> HttpResponse {
    let mut response =
        HttpResponse::Ok().append_header(("set-cookie", "theme=; Max-Age=0")).body("bye");
    revocations.clear_cookies().set_on(&mut response);
    response
}

/// How many logins are listed.
#[get("/listed/{user}")]
#[paseto_public(reason = "the tests count them")]
async fn listed(user: Path<String>, revocations: Revocations) -> Result<String> {
    let families = revocations.families(&*user).await?;
    let labels: Vec<_> = families.iter().map(|family| family.label.as_deref().unwrap()).collect();
    Ok(labels.join(","))
}

#[get("/me")]
#[paseto_required(from(cookie))]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[get("/named")]
#[paseto_required(from(cookie("session")))]
async fn named(token: Token) -> String {
    token.subject().to_string()
}

#[post("/named")]
#[paseto_required(from(cookie("session")))]
async fn named_post(token: Token) -> String {
    token.subject().to_string()
}

#[get("/ticket")]
#[paseto_required(kind = "ticket", from(cookie("ticket")))]
async fn ticket(token: Token) -> String {
    token.subject().to_string()
}

/// For any method.
#[paseto_required(from(header, cookie))]
async fn either(token: Token) -> String {
    token.subject().to_string()
}

#[get("/anyone")]
#[paseto_required(kind = any, from(cookie))]
async fn anyone(token: Token) -> String {
    token.kind().as_str().to_owned()
}

#[get("/configured")]
#[paseto_required]
async fn configured(token: Token) -> String {
    token.subject().to_string()
}

#[get("/extracted")]
async fn extracted(token: Token) -> String {
    token.subject().to_string()
}

#[post("/extracted")]
async fn extracted_post(token: Token) -> String {
    token.subject().to_string()
}

#[get("/claims")]
#[paseto_required(kind = any, from(cookie))]
async fn claims(token: Token) -> Json<Map<String, Value>> {
    Json(token.raw_claims())
}

#[post("/refresh")]
#[refresh_required(rotate, from(cookie))]
async fn refresh(token: Token, issuer: Issuer) -> Result<SessionCookies> {
    Ok(issuer.pair(token.subject().clone()).issue_cookies()?)
}

#[get("/peek")]
#[refresh_required(from(cookie))]
async fn peek(token: Token) -> String {
    token.kind().as_str().to_owned()
}

/// Notes what is read of the request.
#[post("/orders")]
#[paseto_required(from(cookie), scopes("orders"))]
async fn order(amount: Spy<Json<u32>>, token: Token) -> String {
    log("handler");
    format!("{} {}", token.subject(), amount.0)
}

#[post("/beacon")]
#[paseto_required(from(cookie), skip_csrf)]
async fn beacon(token: Token) -> String {
    token.subject().to_string()
}

#[post("/beacon/refresh")]
#[refresh_required(from(cookie), skip_csrf)]
async fn beacon_refresh(token: Token) -> String {
    token.subject().to_string()
}

#[post("/beacon/optional")]
#[paseto_optional(from(cookie), skip_csrf)]
async fn beacon_optional(token: Option<Token>) -> String {
    subject_of(token)
}

#[post("/optional")]
#[paseto_optional(from(header, cookie))]
async fn optional(token: Option<Token>) -> String {
    subject_of(token)
}

#[post("/lenient")]
#[paseto_optional(from(header, cookie), lenient)]
async fn lenient(token: Option<Token>) -> String {
    subject_of(token)
}

fn subject_of(token: Option<Token>) -> String {
    token.map_or_else(|| "nobody".to_owned(), |token| token.subject().to_string())
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service((login, unlisted, big, only, beside, logout, logout_beside, listed));
    config.service((me, named, named_post, ticket, anyone, configured, extracted, extracted_post));
    config.service((claims, refresh, peek, order, beacon, beacon_refresh, beacon_optional));
    config.service((optional, lenient)).route("/either", web::to(either));
}

/// A clock by hand, and the application.
macro_rules! serve {
    ($lines:expr) => {{
        let clock = $crate::support::HandClock::new();
        let builder = $crate::support::local($lines).clock(clock.clock());
        let paseto = $crate::support::builder(builder).await;
        let app =
            ::actix_web::App::new().configure(paseto.install()).configure($crate::routes::routes);
        (clock, paseto, ::actix_web::test::init_service(app).await)
    }};
}
pub(crate) use serve;
