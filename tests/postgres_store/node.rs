//! A node, and what it asks.

use std::time::{Duration, Instant};

use actix_paseto::revocation::{
    Consumed, Consumption, PostgresStore, Query, Revocation, RevocationStore, SharedOptions,
    SharedStoreError, Standing, StoreError,
};
use actix_paseto::time::{Clock, Timestamp};

pub(crate) use crate::cases::wait;
use crate::servers::postgres::Postgres;

pub(crate) fn options() -> SharedOptions {
    SharedOptions { connections: 2, ..SharedOptions::default() }
}

pub(crate) fn try_open(
    url: &str,
    options: &SharedOptions,
) -> Result<PostgresStore, SharedStoreError> {
    PostgresStore::open(&url.to_owned().into(), options, &Clock::system())
}

pub(crate) fn open(server: &Postgres) -> PostgresStore {
    try_open(&server.url(), &options()).unwrap()
}

pub(crate) fn now() -> Timestamp {
    Clock::system().now()
}

pub(crate) fn later(seconds: u64) -> Timestamp {
    now().checked_add(Duration::from_secs(seconds)).unwrap()
}

pub(crate) fn token(jti: &str) -> Revocation {
    Revocation::Token { jti: jti.to_owned(), keep_until: Some(later(3_600)) }
}

/// As the middleware asks: no longer than this.
pub(crate) fn within<T>(
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    wait(async {
        let limit = tokio::time::timeout(Duration::from_millis(500), answer);
        limit.await.unwrap_or(Err(StoreError::TimedOut))
    })
}

pub(crate) fn check(store: &dyn RevocationStore, jti: &str) -> Result<Standing, StoreError> {
    within(store.check(&Query { jti: Some(jti.to_owned().into()), ..Query::default() }))
}

/// A login at this instant.
pub(crate) fn check_login(store: &dyn RevocationStore, at: Timestamp) -> Standing {
    let query = Query { subject: Some("t:a".into()), issued_at: Some(at), ..Query::default() };
    within(store.check(&query)).unwrap()
}

pub(crate) fn revoke(store: &dyn RevocationStore, jti: &str) -> Result<(), StoreError> {
    within(store.revoke(&token(jti)))
}

pub(crate) fn consume(store: &dyn RevocationStore, jti: &str) -> Result<Consumed, StoreError> {
    within(store.consume(&consumption(jti)))
}

pub(crate) fn consumption(jti: &str) -> Consumption {
    Consumption {
        jti: jti.to_owned(),
        subject: "t:alice".to_owned(),
        issued_at: Some(now()),
        keep_until: Some(later(3_600)),
        renews: None,
        family: None,
        grace: None,
    }
}

/// How long it took.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}
