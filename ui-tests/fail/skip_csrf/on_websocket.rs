// A handshake is answered by its origin; to skip that would need another word.
use actix_paseto::{WebSocket, paseto_required};

#[paseto_required(from(cookie, header), skip_csrf)]
async fn live(_socket: WebSocket) -> String {
    String::new()
}

fn main() {}
