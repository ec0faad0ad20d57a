// A cookie without the check of the request's origin, where the application says so.
#![deny(warnings)]

use actix_paseto::{
    Token, paseto_guarded, paseto_optional, paseto_required, policy, refresh_required,
};
use actix_web::{App, get, post};

#[post("/a")]
#[paseto_required(from(header, cookie), skip_csrf)]
async fn below(_token: Token) -> &'static str {
    "a"
}

#[paseto_required(from(cookie("session")), skip_csrf)]
#[post("/b")]
async fn above() -> &'static str {
    "b"
}

// Where the token is looked for is up to the configuration.
#[post("/c")]
#[paseto_required(skip_csrf)]
async fn as_configured() -> &'static str {
    "c"
}

#[refresh_required(skip_csrf, rotate)]
#[post("/d")]
async fn refresh() -> &'static str {
    "d"
}

#[get("/e")]
#[paseto_optional(from(cookie), skip_csrf)]
async fn visitor(_token: Option<Token>) -> &'static str {
    "e"
}

policy! { Webhook: from(cookie("hook")), skip_csrf }

#[post("/f")]
#[paseto_required(policy = Webhook)]
async fn hook() -> &'static str {
    "f"
}

#[paseto_guarded(from(cookie), skip_csrf)]
mod inner {
    #[actix_web::post("/g")]
    pub(super) async fn inside() -> &'static str {
        "g"
    }
}

fn main() {
    let app = App::new().service((below, above, as_configured, refresh, visitor, hook));
    let _ = app.service(inner::inside);
}
