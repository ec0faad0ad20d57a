//! A refresh token that works once: whoever brings it again ends the login, for the thief as for
//! the robbed (RFC 9700 §4.14). `cargo run --example refresh_rotation`

use actix_paseto::prelude::*;
use actix_web::web::{Json, Path};
use actix_web::{App, HttpResponse, HttpServer, Result, delete, get, post};
use serde_json::{Value, json};

/// The label is what the user will recognize the login by: a device, an address.
#[post("/login/{user}/{device}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(path: Path<(String, String)>, issuer: Issuer) -> Result<TokenPair> {
    // After you have checked a password:
    let (user, device) = path.into_inner();
    Ok(issuer.pair(user).fresh().begin(device).await?)
}

/// The token is used up before this body runs. What the issuer makes here is of the same login, and
/// ends with it: neither the log-out nor `family.ttl` can be outrun by refreshing.
#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// Ends this login: its access tokens and its refresh token at once.
#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where the user is logged in, the place used last first.
#[get("/sessions")]
#[paseto_required]
async fn sessions(token: Token, revocations: Revocations) -> Result<Json<Vec<Value>>> {
    let subject = token.subject().clone();
    let live = revocations.families(subject).await?;
    let rows = live.iter().map(|family| {
        json!({ "id": family.id, "device": family.label, "current": family.holds(&token) })
    });
    Ok(Json(rows.collect()))
}

/// Ends one of the user's own logins; another user's is not found.
#[delete("/sessions/{id}")]
#[paseto_required]
async fn end(id: Path<String>, token: Token, revocations: Revocations) -> Result<HttpResponse> {
    let subject = token.subject().clone();
    let ended = revocations.revoke_family(subject, &id).await?;
    Ok(if ended { HttpResponse::NoContent() } else { HttpResponse::NotFound() }.finish())
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let paseto = Paseto::builder()
        .set("access_ttl", "5m")
        // How long a login may lie idle, and how long it lasts at most.
        .set("refresh_ttl", "14d")
        .set("family.ttl", "90d")
        .dev_keys()
        .build()
        .await?;
    let app = move || {
        let routes = (login, refresh, me, logout, sessions, end);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
