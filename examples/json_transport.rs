//! A token in the JSON body, beside the data. `cargo run --example json_transport`

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpServer, post};
use serde::Deserialize;

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[derive(Deserialize)]
struct Note {
    text: String,
}

/// The guard reads the body, up to a limit, and hands it on intact.
#[post("/notes")]
#[paseto_required(from(json("access_token")))]
async fn add(token: Token, note: Json<Note>) -> String {
    format!("{}: {}", token.subject(), note.text)
}

/// In the header or in the body, and never in both.
#[post("/notes/either")]
#[paseto_required(from(header, json("access_token")))]
async fn add_either(token: Token, note: Json<Note>) -> String {
    format!("{}: {}", token.subject(), note.text)
}

#[post("/refresh")]
#[refresh_required(rotate, from(json("refresh_token")))]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let pair = issuer.pair(token.subject().clone()).issue();
    Ok(pair?)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, add, add_either, refresh);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
