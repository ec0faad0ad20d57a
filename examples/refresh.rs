//! A short-lived token for everything, a long-lived one to renew it. `cargo run --example refresh`

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpServer, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).fresh().issue()?)
}

/// Takes a refresh token and no other, and each once: who brings one again ends the login. The
/// example `refresh_rotation` has the log-out and the list of logins as well.
#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

/// Takes an access token and no other.
#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::builder()
        .set("access_ttl", "5m")
        .set("refresh_ttl", "14d")
        .dev_keys()
        .build()
        .await?;
    let app = move || App::new().configure(paseto.install()).service((login, refresh, me));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
