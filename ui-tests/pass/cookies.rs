// Cookies, as configured or by name, on every attribute; above and below the route.
#![deny(warnings)]

use actix_paseto::{
    Token, WebSocket, paseto_guarded, paseto_optional, paseto_public, paseto_required,
    refresh_required,
};
use actix_web::{App, get, post};

#[post("/transfer")]
#[paseto_required(from(cookie))]
async fn transfer(_token: Token) -> &'static str {
    "sent"
}

#[paseto_required(from(header, cookie("__Host-session"), cookie("__host-session")))]
#[get("/me")]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[paseto_required(kind = any, from(cookie))]
#[post("/logout")]
async fn log_out(_token: Token) -> &'static str {
    "bye"
}

#[get("/reset")]
#[paseto_required(kind = "reset", from(cookie("reset")))]
async fn reset() -> &'static str {
    "reset"
}

#[get("/prices")]
#[paseto_optional(from(cookie), lenient)]
async fn prices(_token: Option<Token>) -> &'static str {
    "prices"
}

#[get("/ws")]
#[paseto_required(from(header, subprotocol, cookie))]
async fn live(_socket: WebSocket) -> &'static str {
    "live"
}

#[paseto_guarded(from(cookie, header))]
mod browser {
    use actix_web::{get, post};

    #[get("/orders")]
    pub(super) async fn orders() -> &'static str {
        "orders"
    }

    #[super::refresh_required(rotate, from(cookie))]
    #[post("/refresh")]
    pub(super) async fn refresh() -> &'static str {
        "renewed"
    }

    #[super::paseto_public(reason = "the page that logs in")]
    #[get("/")]
    pub(super) async fn page() -> &'static str {
        "page"
    }
}

fn main() {
    let app = App::new().service((transfer, me, log_out, reset, prices, live));
    let _ = app.service((browser::orders, browser::refresh, browser::page));
}
