//! Claims of your own, typed and with rules. `cargo run --example additional_claims`

use actix_paseto::prelude::*;
use actix_web::web::Json;
use actix_web::{App, HttpServer, error, get, post};
use serde::{Deserialize, Serialize};

/// Checked when a token is made and when one comes back.
#[derive(Serialize, Deserialize, Claims)]
struct Staff {
    #[claim(one_of("clerk", "manager"))]
    role: String,
    #[claim(range(1..=5))]
    level: u8,
    #[claim(scopes, len(..=8))]
    grants: Vec<String>,
}

#[derive(Deserialize)]
struct Login {
    user: String,
    #[serde(flatten)]
    staff: Staff,
}

/// A real service takes the claims from its database, not from the client.
#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let pair = issuer.pair(&login.user).claims(&login.staff).and_then(|pair| pair.issue());
    pair.map_err(error::ErrorUnprocessableEntity)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token, staff: Claims<Staff>) -> String {
    format!("{} is a {} of level {}", token.subject(), staff.role, staff.level)
}

#[get("/prices")]
#[paseto_required(scopes("prices:read"), claims = Staff)]
async fn prices() -> &'static str {
    "tea 3, scone 2"
}

#[get("/safe")]
#[paseto_required(claims = Staff, require = claims.role == "manager" && claims.level >= 3)]
async fn safe() -> &'static str {
    "open"
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || App::new().configure(paseto.install()).service((login, me, prices, safe));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
