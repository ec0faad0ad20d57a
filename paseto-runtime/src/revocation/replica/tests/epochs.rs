//! Another epoch takes the place of a copy whole; the same one is added to.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::hand::{Fed, Step, at, epoch, of_subject, of_token, token};
use crate::revocation::memory::Record;
use crate::revocation::shared::{Epoch, EpochState};
use crate::revocation::{Query, StoreError};

#[test]
fn another_epoch_is_not_asked_before_it_is_complete() {
    let fed = Fed::complete();
    let (old, new) = (fed.epoch.clone(), epoch(None));
    fed.steps([token(&old, "a"), token(&old, "b")]);
    fed.steps([Step::Begin(new.clone()), token(&new, "b"), token(&new, "c")]);
    assert!(fed.knows("a").unwrap() && fed.knows("b").unwrap() && !fed.knows("c").unwrap());
    // It begins once more on the way.
    fed.steps([Step::Begin(new.clone()), token(&new, "d")]);
    assert!(fed.knows("a").unwrap() && !fed.knows("d").unwrap());
    fed.steps([Step::Complete(Instant::now())]);
    assert!(!fed.knows("a").unwrap());
    assert!(["b", "c", "d"].into_iter().all(|jti| fed.knows(jti).unwrap()));
}

#[test]
fn a_third_epoch_takes_the_place_of_a_second_that_never_was() {
    let fed = Fed::complete();
    let (second, third) = (epoch(None), epoch(None));
    fed.steps([Step::Begin(second.clone()), token(&second, "a")]);
    fed.steps([Step::Begin(third.clone()), token(&third, "b"), Step::Complete(Instant::now())]);
    assert!(!fed.knows("a").unwrap() && fed.knows("b").unwrap());
}

#[test]
fn what_is_told_again_of_the_same_epoch_leaves_no_gap() {
    let fed = Fed::complete();
    let own = fed.epoch.clone();
    fed.steps([token(&own, "a")]);
    fed.steps([Step::Begin(own.clone())]);
    assert!(fed.knows("a").unwrap());
    fed.steps([token(&own, "b"), token(&own, "a")]);
    assert!(fed.knows("a").unwrap() && fed.knows("b").unwrap());
    // From one that never was back to the same.
    let other = epoch(None);
    fed.steps([Step::Begin(other.clone()), token(&other, "c"), Step::Begin(own.clone())]);
    fed.steps([token(&own, "d"), Step::Complete(Instant::now())]);
    assert!(["a", "b", "d"].into_iter().all(|jti| fed.knows(jti).unwrap()));
    assert!(!fed.knows("c").unwrap());
}

#[test]
fn an_epoch_voids_the_logins_from_before_it() {
    let fed = Fed::complete();
    let new = epoch(Some(at(5)));
    fed.steps([Step::Begin(new.clone()), Step::Complete(Instant::now())]);
    let is_void = |issued_at| fed.check(&of_subject("alice", issued_at)).unwrap();
    assert!(is_void(None) && is_void(Some(at(4))) && is_void(Some(at(5))));
    assert!(!is_void(Some(at(7))));
    assert!(!fed.knows("a").unwrap());
}

/// A shared store keeps whole microseconds of it.
#[test]
fn a_watermark_ends_the_whole_microsecond() {
    let fed = Fed::complete();
    let (id, keep_until) = (fed.epoch.key.id("alice"), None);
    fed.steps([Step::Tell(Record::Subject { id, before: at(5), keep_until })]);
    let is_revoked = |nanos| {
        let issued_at = at(5).checked_add(Duration::from_nanos(nanos));
        fed.check(&of_subject("alice", issued_at)).unwrap()
    };
    assert!(is_revoked(0) && is_revoked(999) && !is_revoked(1_000));
}

#[test]
fn an_epoch_that_is_lost_answers_nothing() {
    let fed = Fed::complete();
    let lost = Epoch { state: EpochState::Lost, ..Epoch::clone(&fed.epoch) };
    fed.steps([Step::Begin(Arc::new(lost)), Step::Complete(Instant::now())]);
    assert!(matches!(fed.knows("a"), Err(StoreError::Lost)));
}

#[test]
fn only_of_a_renewal_that_is_not_revoked_the_shared_store_is_asked() {
    let fed = Fed::complete();
    fed.steps([token(&fed.epoch, "a")]);
    let asked = || fed.feed.asked.load(Ordering::SeqCst);
    let renewal =
        |jti: &str| Query { family: Some("f".into()), renews: Some(at(1)), ..of_token(jti) };
    assert!(fed.check(&renewal("a")).unwrap() && !fed.knows("b").unwrap());
    let without_family = Query { family: None, ..renewal("b") };
    assert!(!fed.check(&without_family).unwrap());
    assert_eq!(asked(), 0);
    assert!(!fed.check(&renewal("b")).unwrap());
    assert_eq!(asked(), 1);
    let stale = Fed::new(std::time::Duration::ZERO);
    assert!(!stale.check(&renewal("b")).unwrap());
}
