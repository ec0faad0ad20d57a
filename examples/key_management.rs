//! Keys from outside, and a rotation that logs nobody out. `cargo run --example key_management`
//!
//! Needs a key in the variable `SHOP_KEY`; `cargo run --example keys -- generate local` makes one.
//! To rotate: put the old key into a file that only the service can read, the new one into
//! `SHOP_KEY`, and name the file in `SHOP_OLD_KEY_FILE` until the last old token has expired.

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpServer, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

/// Which key has opened the token.
#[get("/key")]
#[paseto_required]
async fn key(token: Token) -> String {
    token.key_id().to_string()
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let old = std::env::var("SHOP_OLD_KEY_FILE").into_iter();
    let accepted: Vec<String> = old.map(|path| format!("file:{path}")).collect();
    // In `paseto.toml`: active = "env:SHOP_KEY", accept = ["file:/run/secrets/old-key"]
    let paseto = Paseto::builder()
        .set("keys.active", "env:SHOP_KEY")
        .set("keys.accept", accepted)
        .set("keys.kid", "required") // every token of ours names its key
        .build()
        .await?;
    let app = move || App::new().configure(paseto.install()).service((login, key));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
