//! What rings, and what time takes away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt as _;

use super::hand::{Fed, Step, at, epoch, token};
use crate::revocation::memory::Record;
use crate::revocation::replica::copies::Copies;
use crate::revocation::shared::Sink as _;
use crate::revocation::{Query, Revocation, RevocationStore as _};
use crate::time::{Clock, Timestamp};

#[test]
fn a_thousand_revocations_ring_a_few_times_and_the_last_one_rings() {
    let fed = Fed::complete();
    thread::sleep(Duration::from_millis(60));
    let mut changes = fed.store.changes().unwrap();
    let mut rings = || changes.next().now_or_never().is_some();
    while rings() {}
    fed.steps([token(&fed.epoch, "first")]);
    assert!(rings());
    let (begun, mut rung) = (Instant::now(), 0);
    for n in 0..1_000 {
        fed.steps([token(&fed.epoch, &n.to_string())]);
        rung += u128::from(rings());
    }
    assert!(rung <= begun.elapsed().as_millis() / 50 + 1, "{rung}");
    thread::sleep(Duration::from_millis(100));
    while rings() {}
    fed.steps([token(&fed.epoch, "one"), token(&fed.epoch, "last")]);
    thread::sleep(Duration::from_millis(150));
    assert!(rings() && fed.knows("last").unwrap());
}

#[test]
fn what_is_known_already_rings_no_more() {
    let fed = Fed::complete();
    let revocation = Revocation::Token { jti: "a".to_owned(), keep_until: Some(at(0)) };
    fed.store.revoke(&revocation).now_or_never().unwrap().unwrap();
    thread::sleep(Duration::from_millis(150));
    let mut changes = fed.store.changes().unwrap();
    let mut rings = || changes.next().now_or_never().is_some();
    while rings() {}
    fed.steps([Step::Begin(fed.epoch.clone()), token(&fed.epoch, "a")]);
    fed.steps([Step::Complete(Instant::now())]);
    thread::sleep(Duration::from_millis(150));
    assert!(!rings());
}

#[test]
fn what_is_over_goes_although_nothing_is_revoked() {
    let wall = Arc::new(AtomicU64::new(1_800_000_000));
    let now = Arc::clone(&wall);
    let clock = Clock::from_fn(move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(now.load(Ordering::SeqCst))
    });
    let copies = Copies::new(Duration::from_secs(60), clock.clone());
    let epoch = epoch(None);
    copies.begin(&epoch);
    let soon = clock.now();
    let tell = |name: &str, keep_until: Option<Timestamp>| {
        let id = epoch.key.id(name);
        copies.tell(Record::Token { id, keep_until });
        copies.tell(Record::Family { id: epoch.key.family(name), keep_until });
        copies.tell(Record::Subject { id, before: soon, keep_until });
    };
    (0..100).for_each(|n| tell(&n.to_string(), Some(soon)));
    tell("stays", None);
    copies.complete(Instant::now());
    let entries = || copies.health().unwrap().entries.unwrap();
    assert_eq!(entries(), 303);
    wall.fetch_add(60, Ordering::SeqCst);
    thread::sleep(Duration::from_millis(5));
    copies.complete(Instant::now());
    (0..800).for_each(|_| copies.tick());
    assert_eq!(entries(), 3);
    let stays = Query { jti: Some("stays".into()), ..Query::default() };
    assert_eq!(copies.check(&stays).unwrap(), crate::revocation::Standing::Revoked);
}
