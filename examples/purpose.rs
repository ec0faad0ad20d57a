//! Encrypted tokens and signed ones. `cargo run --example purpose`
//!
//! `v4.local` is encrypted: only who has the key can read it, and who can read it can make it.
//! `v4.public` is signed: anyone can read it, and who checks it needs the public key only.

use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpServer, get, post};
use serde::Deserialize;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wanted {
    Local,
    Public,
}

#[post("/login/{user}/{purpose}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(path: Path<(String, Wanted)>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    let (user, wanted) = path.into_inner();
    let purpose = match wanted {
        Wanted::Local => Purpose::Local,
        Wanted::Public => Purpose::Public,
    };
    Ok(issuer.pair(user).purpose(purpose).issue()?)
}

/// Both, as the configuration has it.
#[get("/any")]
#[paseto_required]
async fn any(token: Token) -> String {
    token.purpose().to_string()
}

#[get("/local")]
#[paseto_required(purpose = local)]
async fn local(token: Token) -> String {
    token.purpose().to_string()
}

#[get("/public")]
#[paseto_required(purpose = public)]
async fn public(token: Token) -> String {
    token.purpose().to_string()
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let accept = ["v4.local", "v4.public"];
    let paseto = Paseto::builder().set("accept", accept).dev_keys().build().await?;
    let app = move || App::new().configure(paseto.install()).service((login, any, local, public));
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
