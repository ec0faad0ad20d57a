//! What no server is needed for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::cache::Cache;
use super::{OutgoingToken, TokenError, TokenRequest};
use crate::secret::SecretText;
use crate::time::{Clock, Timestamp};

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(test);
}

fn token(life: u64) -> OutgoingToken {
    let token = OutgoingToken::new(SecretText::from("hush".to_owned()));
    token.with_expiry(Timestamp::MIN.checked_add(Duration::from_secs(life)).unwrap())
}

/// At so many seconds after 1970.
fn at(cache: &mut Cache, seconds: u64) {
    let now = Timestamp::MIN.checked_add(Duration::from_secs(seconds)).unwrap().to_system();
    cache.clock = Clock::from_fn(move || now);
}

async fn fetches(cache: &Cache, brought: OutgoingToken) -> bool {
    let count = AtomicUsize::new(0);
    let fetch = || {
        count.fetch_add(1, Ordering::SeqCst);
        let brought = brought.clone();
        async { Ok(brought) }
    };
    cache.token(&TokenRequest::default(), fetch).await.unwrap();
    count.into_inner() == 1
}

#[test]
fn a_token_is_at_hand_until_30_seconds_or_a_tenth_before_its_end() {
    run(async {
        for (life, last) in [(1_000, 969), (100, 89), (10, 8)] {
            let mut cache = Cache::exact();
            at(&mut cache, 0);
            assert!(fetches(&cache, token(life)).await);
            at(&mut cache, last);
            assert!(!fetches(&cache, token(life)).await, "{life}");
            at(&mut cache, last + 1);
            assert!(fetches(&cache, token(life + 1_000)).await, "{life}");
        }
    });
}

#[test]
fn what_does_not_say_when_it_expires_is_not_kept() {
    run(async {
        let cache = Cache::exact();
        let eternal = || OutgoingToken::new(SecretText::from("hush".to_owned()));
        assert!(fetches(&cache, eternal()).await);
        assert!(fetches(&cache, eternal()).await);
        assert!(!cache.holds("hush"));
    });
}

#[test]
fn many_callers_share_one_fetch_and_its_failure_but_the_next_asks_anew() {
    run(async {
        let (cache, count) = (Cache::exact(), AtomicUsize::new(0));
        let request = TokenRequest::default();
        let fail = || {
            count.fetch_add(1, Ordering::SeqCst);
            async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(TokenError::Own("no"))
            }
        };
        let all =
            futures_util::future::join_all((0..50).map(|_| cache.token(&request, fail))).await;
        assert!(all.iter().all(Result::is_err));
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(cache.token(&request, fail).await.is_err());
        assert_eq!(count.load(Ordering::SeqCst), 2);
    });
}

#[test]
fn callers_in_a_hurry_do_not_end_the_fetch() {
    run(async {
        let (mut cache, count) = (Cache::exact(), AtomicUsize::new(0));
        at(&mut cache, 0);
        let request = TokenRequest::default();
        let slow = || {
            count.fetch_add(1, Ordering::SeqCst);
            async {
                tokio::time::sleep(Duration::from_millis(60)).await;
                Ok(token(1_000))
            }
        };
        let brief = Duration::from_millis(10);
        for _ in 0..50 {
            if tokio::time::timeout(brief, cache.token(&request, slow)).await.is_ok() {
                break;
            }
        }
        assert!(cache.holds("hush"));
        assert_eq!(count.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_fetch_that_panics_is_a_failure_and_the_next_asks_anew() {
    run(async {
        let (cache, request) = (Cache::exact(), TokenRequest::default());
        let panicking = || async { panic!("a fetch") };
        let error = cache.token(&request, panicking).await.unwrap_err();
        assert!(matches!(error, TokenError::Panicked));
        assert!(cache.token(&request, || async { Ok(token(9)) }).await.is_ok());
    });
}

#[test]
fn a_runtime_that_ends_takes_its_fetch_along_and_another_fetches_again() {
    let (cache, request) = (Cache::exact(), TokenRequest::default());
    run(async {
        let stuck = cache.token(&request, std::future::pending);
        let brief = Duration::from_millis(10);
        assert!(tokio::time::timeout(brief, stuck).await.is_err());
    });
    run(async { assert!(cache.token(&request, || async { Ok(token(9)) }).await.is_ok()) });
}

#[test]
fn what_was_asked_for_before_a_revocation_is_not_kept_after_it() {
    run(async {
        let (mut cache, request) = (Cache::exact(), TokenRequest::default());
        at(&mut cache, 0);
        let fetch = || {
            let cache = cache.clone();
            async move {
                cache.clear();
                Ok(token(1_000))
            }
        };
        assert!(cache.token(&request, fetch).await.is_ok());
        assert!(!cache.holds("hush"));
        cache.token(&request, || async { Ok(token(1_000)) }).await.unwrap();
        assert!(cache.holds("hush") && !cache.holds("hus") && !cache.holds("hush!"));
        cache.clear();
        assert!(!cache.holds("hush"));
    });
}
