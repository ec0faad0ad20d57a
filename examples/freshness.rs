//! Some things need a recent login, not just a live token. `cargo run --example freshness`

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpServer, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).fresh().issue()?)
}

/// Nobody has typed a password here, so the new token is not fresh.
#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let pair = issuer.pair(token.subject().clone()).issue();
    Ok(pair?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[post("/transfer")]
#[paseto_required(fresh)]
async fn transfer() -> &'static str {
    "transferred"
}

/// Within two seconds of the login, so that one can see it end; `"5m"` is more usual.
#[post("/password")]
#[paseto_required(fresh = "2s")]
async fn password() -> &'static str {
    "changed"
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, refresh, me, transfer, password);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
