//! Revocations that all nodes share, in Redis 7 or newer.
//!
//!     redis-server --appendonly yes --maxmemory-policy noeviction
//!     cargo run --example keys -- generate local --to sessions.key
//!     export PASETO_KEYS__ACTIVE=file:sessions.key
//!     cargo run --features redis --example denylist_redis
//!
//! `REDIS_URL` names another server: `rediss://user:password@host`, `redis+sentinel://…`,
//! `redis+cluster://…`. `PASETO_REVOCATION__REPLICA=true` asks a copy in this process instead.
//!
//! A Redis that has lost its data is not believed: every token is answered with 503. An operator
//! who has seen why says how to go on, once for all nodes:
//!
//!     cargo run --features redis --example denylist_redis -- resume   # everybody logs in again

use actix_paseto::prelude::*;
use actix_paseto::revocation::OlderTokens;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, Result, get, post};

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
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

#[post("/logout/everywhere")]
#[paseto_required]
async fn logout_everywhere(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.revoke_subject(token.subject().clone()).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1".to_owned());
    let paseto = Paseto::builder().set("revocation.store", url).build().await?;
    if std::env::args().nth(1).as_deref() == Some("resume") {
        paseto.resume(OlderTokens::Void).await?;
        println!("who logs in from now on is let in");
        return Ok(());
    }
    let routes = || (login, me, logout, logout_everywhere);
    let app = move || App::new().configure(paseto.install()).service(routes());
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
