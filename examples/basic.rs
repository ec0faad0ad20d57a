//! Log in, be let in, be refused. `cargo run --example basic`

use actix_paseto::prelude::*;
use actix_web::web::Json;
use actix_web::{App, HttpServer, error, get, post};
use serde::Deserialize;

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

/// A real service has users, and hashes of their passwords.
#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    if (login.user.as_str(), login.password.as_str()) != ("alice", "wonderland") {
        return Err(error::ErrorUnauthorized("unknown user or wrong password"));
    }
    Ok(issuer.pair(&login.user).fresh().issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || App::new().configure(paseto.install()).service((login, me));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
