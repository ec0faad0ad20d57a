//! The WebSockets, one for each guard of fastapi-paseto's tests. Each says one thing and closes.

use actix_paseto::prelude::*;
use actix_paseto::web::Socket;
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, Result, get};
use serde_json::{Value, json};

use crate::routes::server_made;

pub fn all(config: &mut ServiceConfig) {
    config
        .service((required, optional, refresh, fresh, other, base64, footer))
        .service((assertion, by_query, override_));
}

fn say(socket: WebSocket, message: Value) -> Result<HttpResponse> {
    socket.start(|mut socket: Socket| async move {
        socket.text(message.to_string()).await.unwrap();
        socket.close().await;
    })
}

fn named(socket: WebSocket, token: &Token) -> Result<HttpResponse> {
    say(socket, json!({ "subject": token.subject() }))
}

#[get("/required")]
#[paseto_required]
async fn required(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    let payload = token.raw_claims();
    say(socket, json!({ "subject": token.subject(), "jti": token.jti(), "payload": payload }))
}

#[get("/optional")]
#[paseto_optional(lenient)]
async fn optional(token: Option<Token>, socket: WebSocket) -> Result<HttpResponse> {
    let payload = token.as_ref().map(Token::raw_claims);
    say(socket, json!({ "subject": token.as_ref().map(Token::subject), "payload": payload }))
}

#[get("/refresh")]
#[refresh_required]
async fn refresh(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/fresh")]
#[paseto_required(fresh)]
async fn fresh(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/other")]
#[paseto_required(kind = "other")]
async fn other(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/base64")]
#[paseto_required(base64)]
async fn base64(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/footer")]
#[paseto_required]
async fn footer(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    say(socket, json!({ "footer": token.footer_json(), "subject": token.subject() }))
}

#[get("/assertion")]
#[paseto_required(assertion = "channel-binding")]
async fn assertion(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/query")]
#[paseto_required(from(query("paseto", scheme = "Bearer")))]
async fn by_query(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}

#[get("/override")]
#[paseto_required(from(with(server_made)))]
async fn override_(token: Token, socket: WebSocket) -> Result<HttpResponse> {
    named(socket, &token)
}
