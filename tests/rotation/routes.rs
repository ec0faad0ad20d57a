//! The application that the tests ask, on a store that answers at once or later.

use actix_paseto::prelude::*;
use actix_paseto::revocation::{
    Changes, Consumed, Consumption, FamilyRecord, MemoryStore, Query, Revocation, RevocationStore,
    Standing, StoreFuture,
};
use actix_paseto::time::Clock;
use actix_paseto::{PasetoBuilder, SessionError};
use actix_web::web::{Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Result, get, post};
use serde_json::{Map, Value, json};

use crate::support::{HandClock, Reply, bearer, get, local, post};

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

/// Whoever asks for two gets the same one twice.
#[post("/refresh/twice")]
#[refresh_required(rotate)]
async fn twice(token: Token, issuer: Issuer) -> Result<Json<[TokenPair; 2]>> {
    let pair = || issuer.pair(token.subject().clone()).issue();
    Ok(Json([pair()?, pair()?]))
}

#[post("/refresh/as/{user}")]
#[refresh_required(rotate)]
async fn as_another(user: Path<String>, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(&*user).issue()?)
}

#[post("/refresh/body")]
#[refresh_required(rotate)]
async fn with_body(_: Json<u32>, token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

/// Beside the old one, which goes on.
#[post("/refresh/again")]
#[refresh_required]
async fn unrotated(token: Token, issuer: Issuer) -> Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

#[post("/reset")]
#[paseto_required(kind = "password-reset", single_use)]
async fn reset(new: Json<u32>, token: Token) -> String {
    format!("{} {new}", token.subject())
}

#[get("/claims")]
#[paseto_required(kind = any)]
async fn claims(token: Token) -> Json<Map<String, Value>> {
    Json(token.raw_claims())
}

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> Result<HttpResponse> {
    revocations.log_out(&token).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/login/{user}/{label}")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(
    path: Path<(String, String)>,
    issuer: Issuer,
) -> std::result::Result<TokenPair, SessionError> {
    let (user, label) = path.into_inner();
    issuer.pair(user).begin(label).await
}

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service((refresh, twice, as_another, with_body, unrotated, reset));
    config.service((claims, logout, login));
}

/// Both ways to be asked: without a future, and in one that is pending first.
pub(crate) const STORES: [Store; 2] = [Store::AtOnce, Store::Later];

#[derive(Debug, Clone, Copy)]
pub(crate) enum Store {
    AtOnce,
    Later,
}

impl Store {
    pub(crate) fn builder(self, clock: &HandClock, lines: &str) -> PasetoBuilder {
        let store = MemoryStore::new(10_000, clock.clock());
        let builder = local(lines).clock(clock.clock());
        match self {
            Self::AtOnce => builder.store(store),
            Self::Later => builder.store(Later(store)),
        }
    }
}

/// A store in memory that lets others run before it answers.
#[derive(Debug)]
struct Later(MemoryStore);

impl Later {
    fn then<'a, T: 'a>(&'a self, answer: StoreFuture<'a, T>) -> StoreFuture<'a, T> {
        Box::pin(async move {
            actix_web::rt::task::yield_now().await;
            answer.await
        })
    }
}

impl RevocationStore for Later {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        self.then(self.0.check(query))
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        self.then(self.0.revoke(revocation))
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        self.then(self.0.consume(consumption))
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        self.then(self.0.enroll(family))
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        self.then(self.0.families(subject))
    }

    fn changes(&self) -> Option<Changes> {
        self.0.changes()
    }
}

/// A clock by hand, and the application.
macro_rules! serve {
    ($store:expr, $lines:expr) => {{
        let clock = $crate::support::HandClock::new();
        let builder = $store.builder(&clock, $lines);
        let paseto = $crate::support::builder(builder).await;
        let app =
            ::actix_web::App::new().configure(paseto.install()).configure($crate::routes::routes);
        (clock, paseto, ::actix_web::test::init_service(app).await)
    }};
}
pub(crate) use serve;

pub(crate) fn with(path: &str, token: &str) -> actix_web::test::TestRequest {
    let request = if path == "/claims" { get(path) } else { post(path) };
    request.insert_header(bearer(token))
}

/// The two tokens of an answer.
#[track_caller]
pub(crate) fn pair(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, 200, "{}", reply.text());
    of(&reply.json())
}

pub(crate) fn of(pair: &Value) -> (String, String) {
    let text = |name: &str| pair[name].as_str().unwrap().to_owned();
    (text("access_token"), text("refresh_token"))
}

pub(crate) fn issued(pair: TokenPair) -> (String, String) {
    of(&json!(pair))
}

pub(crate) fn system() -> Clock {
    Clock::system()
}
