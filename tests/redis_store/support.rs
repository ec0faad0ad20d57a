//! A store on a server, and what is asked of it.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

use actix_paseto::revocation::{
    Consumed, Consumption, Query, RedisStore, Revocation, RevocationStore, SharedOptions,
    SharedStoreError, Standing, StoreError,
};
use actix_paseto::time::{Clock, Timestamp};

pub(crate) use crate::cases::wait;

pub(crate) fn options() -> SharedOptions {
    SharedOptions::default()
}

pub(crate) fn try_open(url: &str, options: &SharedOptions) -> Result<RedisStore, SharedStoreError> {
    RedisStore::open(&url.to_owned().into(), options, &Clock::system())
}

pub(crate) fn open(url: &str) -> RedisStore {
    try_open(url, &options()).unwrap()
}

/// As the middleware does: no longer than this.
pub(crate) fn within<T>(
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    wait(async {
        tokio::time::timeout(Duration::from_millis(250), answer)
            .await
            .unwrap_or(Err(StoreError::TimedOut))
    })
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_system(SystemTime::now()).unwrap()
}

pub(crate) fn after(seconds: u64) -> Timestamp {
    now().checked_add(Duration::from_secs(seconds)).unwrap()
}

pub(crate) fn token(jti: &str) -> Query<'static> {
    Query { jti: Some(jti.to_owned().into()), ..Query::default() }
}

pub(crate) fn check(store: &dyn RevocationStore, jti: &str) -> Result<Standing, StoreError> {
    within(store.check(&token(jti)))
}

pub(crate) fn try_revoke(store: &dyn RevocationStore, jti: &str) -> Result<(), StoreError> {
    let keep_until = Some(after(3_600));
    within(store.revoke(&Revocation::Token { jti: jti.to_owned(), keep_until }))
}

pub(crate) fn revoke(store: &dyn RevocationStore, jti: &str) {
    try_revoke(store, jti).unwrap();
}

pub(crate) fn use_of(jti: &str) -> Consumption {
    Consumption {
        jti: jti.to_owned(),
        subject: "t:alice".to_owned(),
        issued_at: Some(after(1)),
        keep_until: Some(after(3_600)),
        renews: None,
        family: None,
        grace: None,
    }
}

pub(crate) fn consume(store: &dyn RevocationStore, jti: &str) -> Result<Consumed, StoreError> {
    within(store.consume(&use_of(jti)))
}

/// Once the store says so; whatever it says until then is never that the token lives.
pub(crate) fn until_revoked(store: &dyn RevocationStore, jti: &str) -> Duration {
    let begun = Instant::now();
    loop {
        match check(store, jti) {
            Ok(Standing::Revoked) => return begun.elapsed(),
            Ok(Standing::Live) => panic!("{jti} lives again"),
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(20), "{error:?}"),
        }
        thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for: {what}");
        thread::sleep(Duration::from_millis(5));
    }
    begun.elapsed()
}
