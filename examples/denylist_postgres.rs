//! Revocations and logins that all nodes share, in PostgreSQL 13 or newer; and a route that tells
//! the load balancer whether this node can answer.
//!
//!     createdb sessions
//!     cargo run --example keys -- generate local --to sessions.key
//!     export PASETO_KEYS__ACTIVE=file:sessions.key
//!     DATABASE_URL=postgres:///sessions?host=/run/postgresql \
//!         cargo run --features postgres --example denylist_postgres
//!
//! The tables are made at the first start; `docs/deployment.md` says how a DBA makes them instead.

use actix_paseto::prelude::*;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, Result, get, post};

#[post("/login/{user}/{device}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(path: Path<(String, String)>, issuer: Issuer) -> Result<TokenPair> {
    let (user, device) = path.into_inner();
    Ok(issuer.pair(user).begin(device).await?)
}

/// Of two nodes that are shown the same token at once, one takes it.
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

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL").map_err(|_| "set DATABASE_URL")?;
    let paseto = Paseto::builder().set("revocation.store", url).build().await?;
    let app = move || {
        App::new()
            .configure(paseto.install())
            .route("/ready", paseto.health_endpoint())
            .service((login, refresh, me, logout))
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
