//! Log in, call a guarded handler, be refused. `cargo run --example quickstart`

use std::time::Duration;

use actix_paseto::prelude::*;
use actix_web::web::Json;
use actix_web::{App, HttpServer, get, post};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    #[claim(one_of("clerk", "manager"))]
    role: String,
}

#[derive(Deserialize)]
struct Login {
    user: String,
}

/// A real service checks a password here.
#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let role = if login.user == "alice" { "manager" } else { "clerk" }.to_owned();
    let pair = issuer.pair(login.user.as_str()).fresh().claims(&User { role })?;
    Ok(pair.access_expires_in(Duration::from_secs(900)).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token, user: Claims<User>) -> String {
    format!("{} is a {}\n", token.subject(), user.role)
}

#[post("/transfer")]
#[paseto_required(fresh, require = claims.role == "manager")]
async fn transfer(_user: Claims<User>, amount: Json<u32>) -> String {
    format!("transferred {amount}\n")
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, user: Claims<User>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).claims(&*user)?.issue()?)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app =
        move || App::new().configure(paseto.install()).service((login, me, transfer, refresh));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
        println!("with keys that are thrown away at the end; in another terminal:\n");
        println!("  A=http://{address} J='content-type: application/json'");
        println!("  PAIR=$(curl -s $A/login -H \"$J\" -d '{{\"user\":\"alice\"}}'); echo $PAIR");
        println!("  TOKEN=$(echo $PAIR | sed 's/.*access_token\":\"\\([^\"]*\\).*/\\1/')");
        println!("  curl -i $A/me -H \"Authorization: Bearer $TOKEN\"");
        println!("  curl -i $A/transfer -H \"$J\" -d 12 -H \"Authorization: Bearer $TOKEN\"");
        println!("  curl -i $A/me                                       # 401, no token");
        println!("  curl -i $A/me -H 'Authorization: Bearer nonsense'   # 401, not valid");
    }
    Ok(server.run().await?)
}
