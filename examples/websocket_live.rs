//! A socket that ends with its session, and is renewed while it is open.
//! `cargo run --example websocket_live`
//!
//! The client sends `{"token": "…"}` before its access token expires. A client that can put nothing
//! but a URL into a handshake buys a ticket first: `POST /ticket`, then `/by-ticket?ticket=…`.

use actix_paseto::prelude::*;
use actix_paseto::web::{Message, Socket};
use actix_web::web::{Json, Path};
use actix_web::{App, HttpResponse, HttpServer, get, post};
use serde_json::{Value, json};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

/// A new access token of the same session.
#[post("/renew")]
#[refresh_required]
async fn renew(token: Token, issuer: Issuer) -> actix_web::Result<Json<Value>> {
    let access = issuer.access(token.subject().clone()).issue()?;
    Ok(Json(json!({ "access_token": access })))
}

/// Closes every socket of the session: 1008, `token revoked`.
#[post("/logout")]
#[paseto_required]
async fn logout(token: Token, revocations: Revocations) -> actix_web::Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Good for one socket, within half a minute.
#[post("/ticket")]
#[paseto_required]
async fn ticket(token: Token, issuer: Issuer) -> actix_web::Result<Json<Value>> {
    let ticket = issuer.ticket(&token).issue()?;
    Ok(Json(json!({ "ticket": ticket })))
}

#[get("/live")]
#[paseto_required(from(header, subprotocol))]
async fn live(socket: WebSocket) -> actix_web::Result<HttpResponse> {
    socket.start(serve)
}

/// Ends with the session that the ticket was bought with, not with the ticket.
#[get("/by-ticket")]
#[paseto_required(kind = "ws-ticket", single_use, from(query("ticket")))]
async fn by_ticket(socket: WebSocket) -> actix_web::Result<HttpResponse> {
    socket.start(serve)
}

async fn serve(mut socket: Socket) {
    while let Some(message) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        let answer = match new_token(&text) {
            Some(token) => renewed(&mut socket, &token).await,
            None => json!({ "echo": &*text }),
        };
        if socket.text(answer.to_string()).await.is_err() {
            break;
        }
    }
}

/// What a renewal looks like is for the application to say.
fn new_token(text: &str) -> Option<String> {
    let message: Value = serde_json::from_str(text).ok()?;
    Some(message.get("token")?.as_str()?.to_owned())
}

/// A refused token changes nothing: the socket goes on until its own end.
async fn renewed(socket: &mut Socket, token: &str) -> Value {
    match socket.present(token).await {
        Ok(token) => json!({ "renewed": token.subject() }),
        Err(rejection) => json!({ "refused": rejection.code().as_str() }),
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::builder().set("access_ttl", "3s").dev_keys().build().await?;
    let app = move || {
        let routes = (login, renew, logout, ticket, live, by_ticket);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
