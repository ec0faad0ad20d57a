//! Tokens in other places than the configured one, and of other kinds. `cargo run --example overrides`

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpRequest, HttpServer, get, post};
use serde_json::{Value, json};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[get("/header")]
#[paseto_required(from(header("X-Token", scheme = "Token")))]
async fn in_header(token: Token) -> String {
    token.subject().to_string()
}

/// Addresses end up in logs and histories: only for short-lived tokens.
#[get("/query")]
#[paseto_required(from(query("token")))]
async fn in_query(token: Token) -> String {
    token.subject().to_string()
}

#[post("/invitations/{guest}")]
#[paseto_required]
async fn invite(
    guest: Path<String>,
    token: Token,
    issuer: Issuer,
) -> actix_web::Result<Json<Value>> {
    let invitation = issuer.custom("invitation", &*guest);
    let invitation = invitation.claims_json(&json!({ "from": token.subject() }));
    let invitation = invitation.and_then(|invitation| invitation.issue());
    let invitation = invitation?;
    Ok(Json(json!({ "link": format!("/join/{}", invitation.as_str()) })))
}

/// Any other place is a function.
fn end_of_path(req: &HttpRequest) -> Option<String> {
    req.match_info().get("token").map(str::to_owned)
}

#[get("/join/{token}")]
#[paseto_required(kind = "invitation", from(with(end_of_path)))]
async fn join(token: Token) -> String {
    format!("welcome {}", token.subject())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::dev()?;
    let app = move || {
        let routes = (login, in_header, in_query, invite, join);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
