// A WebSocket route finds its token in a header or among the subprotocols.
#![deny(warnings)]

use actix_paseto::{WebSocket, paseto_required};
use actix_web::get;

#[get("/live")]
#[paseto_required(from(header, subprotocol, query("token")))]
async fn live(_socket: WebSocket) -> &'static str {
    "live"
}

fn main() {
    let _ = actix_web::App::new().service(live);
}
