// The same, where the configuration says where the token is.
use actix_paseto::{WebSocket, paseto_optional};

#[paseto_optional(skip_csrf)]
async fn live(_socket: WebSocket) -> String {
    String::new()
}

fn main() {}
