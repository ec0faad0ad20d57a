// No route has both: a WebSocket handshake has no body.
actix_paseto::policy! { pub Live: from(json, subprotocol) }

fn main() {}
