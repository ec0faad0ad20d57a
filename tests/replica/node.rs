//! A node, and the server that it shares with others.

use std::time::{Duration, Instant};

use actix_paseto::revocation::{
    OlderTokens, Query, ReplicaStore, Revocation, RevocationStore, SharedOptions, Standing,
    StoreError,
};
use actix_paseto::time::{Clock, Timestamp};

pub(crate) use crate::cases::wait;

pub(crate) const MAX_STALENESS: Duration = Duration::from_secs(1);

/// A server, as these tests treat it.
pub(crate) trait Server: Sync {
    fn replica(&self) -> ReplicaStore;
    /// Asks the server itself.
    fn shared(&self) -> Box<dyn RevocationStore>;
    /// How many questions it has been asked.
    fn questions(&self) -> u64;
    fn freeze(&self);
    fn thaw(&self);
    /// Ends every connection.
    fn cut(&self);
    /// Drops the log of changes.
    fn trim(&self);
    /// So many revoked tokens, whatever they are called.
    fn fill(&self, entries: usize);
}

pub(crate) fn options() -> SharedOptions {
    SharedOptions::default()
}

pub(crate) fn clock() -> Clock {
    Clock::system()
}

pub(crate) fn later(seconds: u64) -> Timestamp {
    clock().now().checked_add(Duration::from_secs(seconds)).unwrap()
}

pub(crate) fn token(jti: &str) -> Revocation {
    Revocation::Token { jti: jti.to_owned(), keep_until: Some(later(3_600)) }
}

pub(crate) fn of_token(jti: &str) -> Query<'static> {
    Query { jti: Some(jti.to_owned().into()), ..Query::default() }
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

pub(crate) fn revoke(store: &dyn RevocationStore, jti: &str) {
    within(store.revoke(&token(jti))).unwrap();
}

/// From the copy, without a question.
pub(crate) fn check(store: &dyn RevocationStore, jti: &str) -> Result<bool, StoreError> {
    store.check_now(&of_token(jti)).unwrap().map(|standing| standing == Standing::Revoked)
}

pub(crate) fn resume(store: &dyn RevocationStore, older: OlderTokens) {
    within(store.resume(older)).unwrap();
}

/// How long it took.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
    begun.elapsed()
}
