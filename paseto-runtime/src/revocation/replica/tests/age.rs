//! How old a copy may be.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt as _;

use super::super::copy::Copy;
use super::hand::{Fed, Step, epoch, token};
use crate::revocation::{RevocationStore as _, SharedStoreError, StoreError};
use crate::time::Clock;

const SHORT: Duration = Duration::from_millis(150);

fn assert_stale<T: std::fmt::Debug>(told: Result<T, StoreError>) {
    assert!(matches!(told, Err(StoreError::Stale)), "{told:?}");
}

#[test]
fn nothing_is_answered_from_a_copy_that_is_not_complete() {
    let fed = Fed::new(Duration::from_secs(60));
    assert_stale(fed.knows("a"));
    assert_stale(fed.store.health().now_or_never().unwrap());
    let waited = fed.store.wait_until_complete(Duration::from_millis(20));
    assert!(matches!(waited, Err(SharedStoreError::Unreachable(_))));
    fed.steps([Step::Begin(fed.epoch.clone()), token(&fed.epoch, "a")]);
    assert_stale(fed.knows("a"));
    assert_stale(fed.knows("b"));
    fed.steps([Step::Complete(Instant::now())]);
    fed.store.wait_until_complete(Duration::ZERO).unwrap();
    assert!(fed.knows("a").unwrap() && !fed.knows("b").unwrap());
    let health = fed.store.health().now_or_never().unwrap().unwrap();
    assert_eq!(health.entries, Some(1));
    assert!(health.staleness.unwrap() < Duration::from_secs(5));
}

#[test]
fn a_copy_that_has_heard_nothing_for_too_long_refuses_at_that_moment() {
    let fed = Fed::new(SHORT);
    let begun = Instant::now();
    fed.steps([Step::Begin(fed.epoch.clone()), Step::Complete(begun)]);
    loop {
        let (told, after) = (fed.knows("a"), begun.elapsed());
        if told.is_err() {
            assert_stale(told);
            assert!(after > SHORT, "{after:?}");
            break;
        }
        assert!(after < SHORT + Duration::from_secs(2));
        thread::yield_now();
    }
    // What is told does not make it younger; that all has been told does.
    fed.steps([token(&fed.epoch, "a")]);
    assert_stale(fed.knows("a"));
    fed.steps([Step::Complete(Instant::now())]);
    assert!(fed.knows("a").unwrap());
}

#[test]
fn it_is_as_old_as_the_question_and_never_grows_older_by_an_answer() {
    let fed = Fed::new(Duration::from_millis(500));
    let early = Instant::now();
    thread::sleep(Duration::from_millis(100));
    let late = Instant::now();
    fed.steps([Step::Begin(fed.epoch.clone()), Step::Complete(early)]);
    let age = || fed.store.health().now_or_never().unwrap().unwrap().staleness.unwrap();
    assert!(age() >= late.duration_since(early));
    fed.steps([Step::Complete(late), Step::Complete(early)]);
    let newest = Instant::now().duration_since(late);
    assert!(age() < newest + Duration::from_millis(90));
}

#[test]
fn lost_is_said_at_once_however_young_the_copy_is() {
    let fed = Fed::complete();
    assert!(!fed.knows("a").unwrap());
    fed.steps([Step::Fail(StoreError::Lost)]);
    assert!(matches!(fed.knows("a"), Err(StoreError::Lost)));
    assert!(matches!(fed.store.health().now_or_never().unwrap(), Err(StoreError::Lost)));
    fed.steps([Step::Begin(fed.epoch.clone())]);
    assert!(matches!(fed.knows("a"), Err(StoreError::Lost)));
    fed.steps([Step::Complete(Instant::now())]);
    assert!(!fed.knows("a").unwrap());
}

#[test]
fn a_machine_that_was_suspended_wakes_with_an_old_copy() {
    let wall = Arc::new(AtomicU64::new(1_800_000_000));
    let told = Arc::clone(&wall);
    let clock =
        Clock::from_fn(move || SystemTime::UNIX_EPOCH + Duration::from_secs(told.load(SeqCst)));
    let copy = Copy::new(&epoch(None), clock, Instant::now());
    copy.complete(Instant::now());
    assert!(copy.age() < Duration::from_secs(1));
    wall.fetch_add(3_600, SeqCst);
    assert!(copy.age() >= Duration::from_secs(3_600));
    copy.complete(Instant::now());
    assert!(copy.age() < Duration::from_secs(1));
    // Set back, it says nothing: the steady clock does.
    wall.fetch_sub(7_200, SeqCst);
    assert!(copy.age() < Duration::from_secs(1));
}
