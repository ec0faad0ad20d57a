//! Revocations that survive a restart, on one machine and without a server.
//!
//!     cargo run --example keys -- generate local --to sessions.key
//!     export PASETO_KEYS__ACTIVE=file:sessions.key
//!     cargo run --example denylist_file
//!
//! The key comes from outside, or the tokens would not survive the restart themselves.

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, Result, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// On the disk before it is answered.
#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let path = std::env::var("DENYLIST").unwrap_or_else(|_| "revocations.db".to_owned());
    let paseto = Paseto::builder().set("revocation.store", format!("file:{path}")).build().await?;
    let app = move || App::new().configure(paseto.install()).service((login, me, logout));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
