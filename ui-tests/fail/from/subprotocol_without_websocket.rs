// Only a WebSocket handshake offers subprotocols.
use actix_paseto::paseto_required;

#[paseto_required(from(subprotocol))]
async fn orders() -> String {
    String::new()
}

fn main() {}
