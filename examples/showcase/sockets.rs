//! Sockets that end with their token.

use actix_paseto::prelude::*;
use actix_paseto::web::{Message, Socket};
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, Result, get};
use serde_json::json;

pub fn routes(config: &mut ServiceConfig) {
    config.service((live, live_by_query));
}

#[get("/ws")]
#[paseto_required(from(header, subprotocol, cookie))]
async fn live(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|socket| echo(socket, token))
}

#[get("/ws/query")]
#[paseto_required(from(query("token")))]
async fn live_by_query(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|socket| echo(socket, token))
}

async fn echo(mut socket: Socket, token: Token) {
    let hello = json!({ "subject": token.subject() }).to_string();
    let mut open = socket.text(hello).await.is_ok();
    while open {
        open = match socket.recv().await {
            Some(Message::Text(text)) => socket.text(text).await.is_ok(),
            Some(Message::Binary(bytes)) => socket.binary(bytes).await.is_ok(),
            Some(_) => true,
            None => false,
        };
    }
}
