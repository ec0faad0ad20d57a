//! One application for every place where its key may be kept.
//! `cargo run --example key_sources --features vault -- vault`
//!
//! Reads `examples/key_sources/SOURCE.toml` or the file that `PASETO_CONFIG` names, then `PASETO_…`
//! variables. `LOG=trace` prints every event of the library and of actix to standard error; the
//! default is `warn`. docs/key-management.md says which source is for which deployment.

use actix_paseto::config;
use actix_paseto::key::KeyId;
use actix_paseto::prelude::*;
use actix_paseto::{KeyRevocation, ProfileKeyStatus, RotateError, Rotation};
use actix_web::error::{ErrorBadRequest, ErrorConflict, ErrorNotFound, ErrorServiceUnavailable};
use actix_web::web::{Data, Json, Path, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer, Result, get, post};
use serde_json::json;
use tracing::level_filters::LevelFilter;

const SOURCES: [&str; 9] =
    ["env", "file", "fernet", "vault", "aws", "tpm", "keyring", "keyutils", "jwks"];

/// A real one asks for a password first.
#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    let scope = if *user == "operator" { "keys" } else { "" };
    Ok(issuer.pair(&*user).claims_json(&json!({ "scope": scope }))?.issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// An instance that has not reached its source for too long makes no tokens: the load balancer is
/// to send logins elsewhere. It holds no secret, but is nobody's business outside.
#[get("/ready")]
#[paseto_public(reason = "the load balancer has no token")]
async fn ready(paseto: Data<Paseto>) -> HttpResponse {
    let status: Vec<ProfileKeyStatus> = paseto.key_status();
    let is_stale = status.iter().any(|profile| profile.is_stale);
    let mut answer = if is_stale { HttpResponse::ServiceUnavailable() } else { HttpResponse::Ok() };
    answer.json(status)
}

/// A key that may be known to others is revoked; one that has served its time is rotated.
#[post("/keys/rotate")]
#[paseto_required(scopes("keys"))]
async fn rotate(paseto: Data<Paseto>) -> Result<Json<Rotation>> {
    paseto.rotate().await.map(Json).map_err(explained)
}

#[post("/keys/revoke/{id}")]
#[paseto_required(scopes("keys"))]
async fn revoke(id: Path<String>, paseto: Data<Paseto>) -> Result<Json<KeyRevocation>> {
    let id = KeyId::parse(&id).ok_or_else(|| ErrorBadRequest("no id of a key"))?;
    paseto.revoke_key(&id).await.map(Json).map_err(explained)
}

/// For the operator alone. It names source, path and cause, never content.
fn explained(error: RotateError) -> actix_web::Error {
    let is_fixed = matches!(error, RotateError::NotStored(_) | RotateError::ReadOnly { .. });
    if matches!(error, RotateError::UnknownKey(_)) {
        ErrorNotFound(error)
    } else if is_fixed {
        ErrorConflict(error)
    } else {
        ErrorServiceUnavailable(error)
    }
}

/// Who only verifies has no key to make tokens with, and none to rotate.
fn makes_tokens(config: &mut ServiceConfig) {
    config.service((login, rotate, revoke));
}

fn source() -> Result<String, String> {
    let source = std::env::args().nth(1).filter(|name| SOURCES.contains(&name.as_str()));
    source.ok_or_else(|| format!("which source? one of: {}", SOURCES.join(", ")))
}

/// No access log: addresses may hold tokens.
fn log() -> Result<(), Box<dyn std::error::Error>> {
    let level: LevelFilter = std::env::var("LOG").unwrap_or_else(|_| "warn".to_owned()).parse()?;
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).init();
    Ok(())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    log()?;
    let source = source()?;
    let figment = config::figment_beside(&format!("examples/key_sources/{source}.toml"));
    // Whatever is wrong with the source stops the start, and is said here.
    let paseto = Paseto::builder().figment(figment).build().await?;
    let keys = Data::new(paseto.clone());
    let app = move || {
        let app = App::new().configure(paseto.install()).app_data(keys.clone());
        let app = app.service((me, ready));
        if source == "jwks" { app } else { app.configure(makes_tokens) }
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
