//! Who made the token, for whom, and by whose clock. `cargo run --example validation`

use std::time::{Duration, SystemTime};

use actix_paseto::prelude::*;
use actix_web::web::Json;
use actix_web::{App, HttpServer, error, get, post};
use serde::Deserialize;
use serde_json::{Value, json};

/// Lets one try what is refused; a real login takes none of the last three from the client.
#[derive(Deserialize)]
struct Login {
    user: String,
    issuer: Option<String>,
    audience: Option<String>,
    #[serde(default)]
    clock_ahead_by: u64,
}

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(login: Json<Login>, issuer: Issuer) -> actix_web::Result<Json<Value>> {
    let begin = SystemTime::now() + Duration::from_secs(login.clock_ahead_by);
    let mut token = issuer.access(&login.user).not_before(begin);
    if let Some(issuer) = &login.issuer {
        token = token.issuer(issuer);
    }
    if let Some(audience) = &login.audience {
        token = token.audience(audience);
    }
    let token = token.issue().map_err(error::ErrorUnprocessableEntity)?;
    Ok(Json(json!({ "access_token": token })))
}

/// Any of the configured audiences will do.
#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> Json<Value> {
    Json(json!({ "subject": token.subject(), "audience": token.audience() }))
}

#[get("/admin")]
#[paseto_required(audience = "shop-admin")]
async fn admin(token: Token) -> String {
    token.subject().to_string()
}

#[get("/partner")]
#[paseto_required(issuer = "https://partner.example")]
async fn partner(token: Token) -> String {
    token.subject().to_string()
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::builder()
        .set("issuer", "https://shop.example") // set in tokens, and required of them
        .set("audience", ["shop-api", "shop-web"]) // one must match
        .set("leeway", "30s") // how far two clocks may disagree
        .dev_keys()
        .build()
        .await?;
    let app = move || App::new().configure(paseto.install()).service((login, me, admin, partner));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
