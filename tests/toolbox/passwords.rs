//! How the work is done: off the threads that serve, and never too much at once.

use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use actix_paseto::toolbox::{Argon2Params, PasswordError, PasswordHasher, WeakParams};
use actix_web::rt::time::timeout;
use futures_util::future::{join, join_all};

const PASSWORD: &str = "correct horse";

fn one_at_a_time() -> PasswordHasher {
    PasswordHasher::default().with_concurrency(NonZeroUsize::MIN)
}

#[actix_web::test]
async fn a_password_is_hashed_and_verified() {
    let hasher = PasswordHasher::default();
    let stored = hasher.hash(PASSWORD).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_ne!(stored, hasher.hash(PASSWORD).await.unwrap());
    let right = hasher.verify(PASSWORD, &stored).await.unwrap();
    assert!(right.valid && !right.needs_rehash);
    let wrong = hasher.verify("incorrect horse", &stored).await.unwrap();
    assert!(!wrong.valid && !wrong.needs_rehash);
    assert!(!hasher.verify("", &stored).await.unwrap().valid);
    assert!(!hasher.verify_absent(PASSWORD).await.unwrap().valid);
    assert_eq!(hasher.hash("").await.unwrap_err(), PasswordError::Empty);
    assert_eq!(hasher.hash(&"a".repeat(4097)).await.unwrap_err(), PasswordError::TooLong);
    assert!(hasher.hash(&"a".repeat(4096)).await.is_ok());
}

/// A hash on this thread would let the first tick only come when all are done.
#[actix_web::test]
async fn the_thread_goes_on_serving() {
    let hasher = one_at_a_time();
    let mut ticks = 0;
    let mut work = pin!(join_all((0..8).map(|_| hasher.hash(PASSWORD))));
    while timeout(Duration::from_millis(1), &mut work).await.is_err() {
        ticks += 1;
    }
    assert!(ticks > 8, "{ticks}");
}

#[actix_web::test]
async fn one_slot_serves_everyone_in_turn() {
    let hasher = one_at_a_time();
    let twin = hasher.clone();
    let (first, second) = join(hasher.hash(PASSWORD), twin.hash(PASSWORD)).await;
    assert!(first.is_ok() && second.is_ok());
}

/// Else a crowd that hangs up and comes again would get past the bound.
#[actix_web::test]
async fn who_gives_up_keeps_the_slot_until_the_work_is_done() {
    let hasher = one_at_a_time();
    let slow = format!("pbkdf2_sha256$2000000$salt${}=", "A".repeat(43));
    let start = Instant::now();
    assert!(!hasher.verify_blocking(PASSWORD, &slow).unwrap().valid);
    let work = start.elapsed();

    let given_up = timeout(Duration::from_millis(1), hasher.verify(PASSWORD, &slow)).await;
    assert!(given_up.is_err());
    let start = Instant::now();
    assert!(hasher.hash(PASSWORD).await.is_ok());
    let waited = start.elapsed();
    assert!(waited > work / 3, "{waited:?} of {work:?}");
}

#[test]
fn without_a_runtime_there_is_the_blocking_door() {
    let hasher = PasswordHasher::default();
    let mut future = pin!(hasher.hash(PASSWORD));
    let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(Err(PasswordError::NoRuntime))));
    let stored = hasher.hash_blocking(PASSWORD).unwrap();
    assert!(hasher.verify_blocking(PASSWORD, &stored).unwrap().valid);
}

#[test]
fn parameters_below_owasp_are_refused() {
    for (memory, passes) in [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)] {
        assert!(Argon2Params::new(memory, passes, 1).is_ok(), "{memory} {passes}");
    }
    for (memory, passes, lanes) in [
        (19_456, 1, 1),
        (7_167, 100, 1),
        (47_104, 0, 1),
        (47_104, 1, 0),
        (47_104, 1, 256),
        (u32::MAX, 1, 1),
    ] {
        assert_eq!(Argon2Params::new(memory, passes, lanes).unwrap_err(), WeakParams);
    }
}
