// A WebSocket route finds its token in a header or among the subprotocols.
#![deny(warnings)]

use actix_paseto::{Token, WebSocket, paseto_optional, paseto_required, policy};
use actix_web::get;

#[get("/live")]
#[paseto_required(from(header, subprotocol, query("token")))]
async fn live(_socket: WebSocket) -> &'static str {
    "live"
}

policy! {
    Live;
    Watched: optional;
}

#[get("/named")]
#[paseto_required(policy = Live)]
async fn named(_socket: WebSocket, _token: Token) -> &'static str {
    "named"
}

#[get("/watched")]
#[paseto_optional(policy = self::Watched)]
async fn watched(_socket: WebSocket, _token: Option<Token>) -> &'static str {
    "watched"
}

fn main() {
    let _ = actix_web::App::new().service((live, named, watched));
}
