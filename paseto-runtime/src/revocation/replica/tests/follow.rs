//! For how long a store is followed.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use super::hand::{Fed, Step, token};
use crate::revocation::StoreError;

fn until(limit: Duration, is_so: impl Fn() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < limit);
        thread::sleep(Duration::from_millis(1));
    }
    begun.elapsed()
}

#[test]
fn a_feed_that_ends_begins_anew_after_a_moment() {
    let fed = Fed::complete();
    let followed = || fed.feed.followed.load(Ordering::SeqCst);
    for n in 2..5 {
        let begun = Instant::now();
        fed.steps([token(&fed.epoch, "a"), Step::Fail(StoreError::TimedOut)]);
        until(Duration::from_secs(2), || followed() == n);
        assert!(begun.elapsed() >= Duration::from_millis(100));
        assert!(fed.knows("a").unwrap());
    }
}

#[test]
fn nobody_follows_for_a_store_that_is_gone() {
    let fed = Fed::complete();
    let feed = Arc::downgrade(&fed.feed);
    assert!(feed.strong_count() > 1);
    drop(fed);
    until(Duration::from_secs(2), || feed.strong_count() == 0);
}
