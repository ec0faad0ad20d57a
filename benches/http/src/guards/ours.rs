//! Our guards, and the handlers without one that they are measured against.

use actix_paseto::prelude::*;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, get};

use crate::sample::User;

/// Bare routes with these guards.
macro_rules! routes {
    ($($name:ident $path:literal $attribute:ident ($($args:tt)*);)+) => {
        $(
            #[get($path)]
            #[$attribute($($args)*)]
            async fn $name() -> &'static str {
                "ok"
            }
        )+

        fn bare_routes(config: &mut ServiceConfig) {
            $(config.service($name);)+
        }
    };
}

routes! {
    first_local "/first/local" paseto_required(purpose = local, profile = "first-seen");
    first_public "/first/public" paseto_required(purpose = public, profile = "first-seen");
    skip_local "/skip/local" paseto_required(purpose = local, skip_revocation);
    skip_public "/skip/public" paseto_required(purpose = public, skip_revocation);
    fresh "/fresh" paseto_required(fresh);
    scope "/scope" paseto_required(scopes("admin"));
    requirement "/require" paseto_required(claims = User, require = claims.role == "manager");
    refresh "/refresh" refresh_required();
}

#[get("/open")]
async fn open() -> &'static str {
    "ok"
}

/// What a hand-written check pays before it looks at the token.
#[get("/header")]
async fn header(request: HttpRequest) -> &'static str {
    let value = request.headers().get(AUTHORIZATION).map(|value| value.as_bytes());
    if value.is_some_and(|value| value.starts_with(b"Bearer v4.")) { "ok" } else { "no" }
}

/// An unguarded handler's own refusal.
#[get("/denied")]
async fn denied() -> HttpResponse {
    HttpResponse::Unauthorized().body("denied")
}

#[get("/local")]
#[paseto_required(purpose = local)]
async fn local() -> &'static str {
    "ok"
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn public() -> &'static str {
    "ok"
}

#[get("/typed/local")]
#[paseto_required(purpose = local, profile = "first-seen")]
async fn typed_local(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

#[get("/typed/public")]
#[paseto_required(purpose = public, profile = "first-seen")]
async fn typed_public(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

#[get("/again/local")]
#[paseto_required(purpose = local)]
async fn again_local(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

#[get("/again/public")]
#[paseto_required(purpose = public)]
async fn again_public(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

/// Side by side what is compared to the nanosecond: actix tries one route after another, and each
/// that does not fit costs some twenty of them.
pub fn routes(config: &mut ServiceConfig) {
    config.service((denied, open, local, public)).configure(bare_routes);
    config.service((typed_local, typed_public, header, again_local, again_public));
}
