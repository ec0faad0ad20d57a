//! Revocations that all servers share. `REDIS_URL=redis://127.0.0.1 cargo run --example denylist_redis`
//!
//! Redis 7 or newer. A Redis that forgets brings revoked tokens back: run it with `appendonly yes`
//! and `maxmemory-policy noeviction`.
//!
//! This store revokes and does no more. A store that uses tokens up says so in `keeps_families` and
//! has `consume`, `enroll` and `families` as well: until then a program with `rotate` or
//! `single_use` in it does not start, and logins are not listed.

use std::fmt;
use std::time::Duration;

use actix_paseto::prelude::*;
use actix_paseto::revocation::{
    Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture,
};
use actix_paseto::time::Timestamp;
use actix_web::web::Path;
use actix_web::{App, HttpResponse, HttpServer, get, post};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Pipeline, RedisError};

/// A key for each revoked token and each login that has ended, and one for each subject that has
/// logged out everywhere.
struct RedisStore(ConnectionManager);

impl RedisStore {
    fn new(url: &str) -> Result<Self, RedisError> {
        let soon = Some(Duration::from_millis(200));
        let config = ConnectionManagerConfig::new().set_number_of_retries(1);
        let config = config.set_connection_timeout(soon).set_response_timeout(soon);
        // Lazy: a server that starts while Redis is down answers 503 until it is up.
        Ok(Self(ConnectionManager::new_lazy_with_config(Client::open(url)?, config)?))
    }
}

impl RevocationStore for RedisStore {
    fn check<'a>(&'a self, query: &'a Query) -> StoreFuture<'a, Standing> {
        Box::pin(async move {
            // All in one round trip.
            let mut ask = redis::pipe();
            ask.exists(token_key(query.jti.as_deref().unwrap_or_default()));
            ask.exists(family_key(query.family.as_deref().unwrap_or_default()));
            ask.zscore(subject_key(query.subject.as_deref().unwrap_or_default()), BEFORE);
            let told = ask.query_async(&mut self.0.clone()).await;
            let (token, family, before): (bool, bool, Option<u64>) = told.map_err(unreachable)?;
            let issued = query.issued_at.map_or(0, micros);
            let revoked = token || family || before.is_some_and(|before| issued <= before);
            Ok(if revoked { Standing::Revoked } else { Standing::Live })
        })
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let mut tell = redis::pipe();
            tell.atomic();
            match revocation {
                Revocation::Token { jti, keep_until } => {
                    mark(&mut tell, &token_key(jti), *keep_until);
                }
                Revocation::Family { family, keep_until } => {
                    mark(&mut tell, &family_key(family), *keep_until);
                }
                Revocation::Subject { subject, before, keep_until } => {
                    let key = subject_key(subject);
                    // `GT`: a server whose clock is behind takes nothing back.
                    tell.cmd("ZADD").arg(&key).arg("GT").arg(micros(*before)).arg(BEFORE);
                    keep(&mut tell, &key, *keep_until);
                }
                _ => return Err(StoreError::Unreachable("a revocation of a new sort".into())),
            }
            tell.query_async::<()>(&mut self.0.clone()).await.map_err(unreachable)
        })
    }
}

const BEFORE: &str = "before";

fn token_key(jti: &str) -> String {
    format!("shop:revoked:token:{jti}")
}

fn family_key(family: &str) -> String {
    format!("shop:revoked:family:{family}")
}

fn subject_key(subject: &str) -> String {
    format!("shop:revoked:subject:{subject}")
}

fn micros(at: Timestamp) -> u64 {
    u64::try_from(at.since(Timestamp::MIN).as_micros()).unwrap_or(u64::MAX)
}

fn mark(tell: &mut Pipeline, key: &str, until: Option<Timestamp>) {
    tell.cmd("SET").arg(key).arg(1).arg("KEEPTTL");
    keep(tell, key, until);
}

/// Sets the end of an entry's life, and never brings it forward.
fn keep(tell: &mut Pipeline, key: &str, until: Option<Timestamp>) {
    let Some(until) = until else {
        tell.persist(key);
        return;
    };
    for only in ["NX", "GT"] {
        // A second more, for what the division drops.
        tell.cmd("EXPIREAT").arg(key).arg(micros(until) / 1_000_000 + 1).arg(only);
    }
}

fn unreachable(error: RedisError) -> StoreError {
    StoreError::Unreachable(Box::new(error))
}

/// The address may hold a password.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisStore")
    }
}

#[post("/login/{user}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(user: Path<String>, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[get("/me")]
#[paseto_required]
async fn me(token: Token) -> String {
    token.subject().to_string()
}

/// Ends the login: its access token and its refresh token at once.
#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> actix_web::Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/logout/everywhere")]
#[paseto_required]
async fn logout_everywhere(
    token: Token,
    revocations: Revocations,
) -> actix_web::Result<HttpResponse> {
    let subject = token.subject().clone();
    revocations.revoke_subject(subject).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1".to_owned());
    let paseto = Paseto::builder().store(RedisStore::new(&url)?).dev_keys().build().await?;
    let app = move || {
        let routes = (login, me, logout, logout_everywhere);
        App::new().configure(paseto.install()).service(routes)
    };
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let server = HttpServer::new(app).bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    Ok(server.run().await?)
}
