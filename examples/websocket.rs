//! A socket that ends with its token. `cargo run --example websocket`
//!
//! A program sends a header. A page cannot: it offers the token as a subprotocol,
//! `new WebSocket(url, ["chat", "bearer." + token])`, and gets `chat` back.

use actix_paseto::prelude::*;
use actix_paseto::web::Message;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

/// Who is refused gets a plain answer and no socket. When the token expires, the loop ends.
#[get("/chat")]
#[paseto_required(from(header, subprotocol))]
async fn chat(token: Token, socket: WebSocket) -> actix_web::Result<HttpResponse> {
    socket.protocols(&["chat"]).start(|mut socket| async move {
        while let Some(message) = socket.recv().await {
            let Message::Text(text) = message else { continue };
            if socket.text(format!("{}: {text}", token.subject())).await.is_err() {
                break;
            }
        }
    })
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::builder().set("access_ttl", "3s").dev_keys().build().await?;
    let app = move || App::new().configure(paseto.install()).service((login, chat));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
