// A WebSocket handshake has no body, so the token would never be found.
use actix_paseto::{WebSocket, paseto_required};

#[paseto_required(from(json))]
async fn live(_socket: WebSocket) -> String {
    String::new()
}

fn main() {}
