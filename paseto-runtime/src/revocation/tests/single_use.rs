//! How long uses, graces and families stay.

use super::*;
use crate::revocation::{Consumed, Consumption, FamilyRecord, Grace};

fn family(name: impl ToString, keep_until: u64) -> FamilyRecord {
    FamilyRecord {
        family: name.to_string(),
        subject: "alice".to_owned(),
        began: at(NOON),
        last_used: at(NOON),
        keep_until: Some(at(keep_until)),
        label: None,
    }
}

fn used(jti: impl ToString, keep_until: u64) -> Consumption {
    Consumption {
        jti: jti.to_string(),
        subject: "alice".to_owned(),
        issued_at: Some(at(NOON)),
        keep_until: Some(at(keep_until)),
        renews: None,
        family: None,
        grace: None,
    }
}

fn with_grace(jti: impl ToString, now: u64) -> Consumption {
    let grace = Grace { successor: "next".to_owned(), at: at(now), until: at(now + 10) };
    Consumption { grace: Some(grace), ..used(jti, NOON + 3_600_000) }
}

fn consume(store: &MemoryStore, used: &Consumption) -> Result<Consumed, StoreError> {
    store.consume_now(used).unwrap()
}

fn listed(store: &MemoryStore) -> usize {
    store.families("alice").now_or_never().unwrap().unwrap().len()
}

#[test]
fn a_use_and_its_family_go_when_both_clocks_say_so() {
    let wall = Wall::new();
    let store = MemoryStore::new(2, wall.clock());
    let first = Consumption { family: Some(family("f", NOON + 30)), ..used("a", NOON + 30) };
    let other =
        Consumption { family: Some(family("g", NOON + 90_000)), ..used("b", NOON + 90_000) };
    assert_eq!(consume(&store, &first).unwrap(), Consumed::First);
    assert!(matches!(consume(&store, &other), Err(StoreError::Full)));
    thread::sleep(Duration::from_millis(60));
    assert!(matches!(consume(&store, &other), Err(StoreError::Full))); // the wall clock stands still
    assert_eq!(listed(&store), 1);
    wall.set(NOON + 60);
    assert_eq!(listed(&store), 0);
    assert_eq!(consume(&store, &other).unwrap(), Consumed::First);
    assert_eq!((store.len(), listed(&store)), (2, 1));
    assert!(store.families.of(store.key.id("alice")).len() == 1);
}

#[test]
fn a_jump_of_the_wall_clock_makes_no_second_winner() {
    let wall = Wall::new();
    let store = MemoryStore::new(10, wall.clock());
    let first =
        Consumption { family: Some(family("f", NOON + 60_000)), ..used("a", NOON + 60_000) };
    assert_eq!(consume(&store, &first).unwrap(), Consumed::First);
    wall.set(NOON + 7_200_000);
    store.sweep_everything();
    wall.set(NOON);
    assert_eq!(listed(&store), 1);
    assert_eq!(consume(&store, &first).unwrap(), Consumed::Again);
}

#[test]
fn a_grace_that_is_over_is_swept_and_the_use_is_not() {
    let wall = Wall::new();
    let store = MemoryStore::new(10, wall.clock());
    assert_eq!(consume(&store, &with_grace("a", NOON)).unwrap(), Consumed::First);
    let id = store.key.id("a");
    store.sweep_everything();
    assert!(store.graces.get(id).is_some());
    thread::sleep(Duration::from_millis(30));
    wall.set(NOON + 11);
    store.sweep_everything();
    assert!(store.graces.get(id).is_none());
    assert_eq!(consume(&store, &with_grace("a", NOON + 9)).unwrap(), Consumed::Again);
}

/// However late the first is with its grace: whoever finds the token taken waits for that.
#[test]
fn who_finds_a_token_taken_finds_its_grace() {
    let store = MemoryStore::new(10, Clock::system());
    let (grace, id, now) =
        (with_grace("a", NOON).grace.unwrap(), store.key.id("a"), store.moment());
    let (taken, is_taken) = std::sync::mpsc::channel();
    let slow = || {
        taken.send(()).unwrap();
        thread::sleep(Duration::from_millis(100));
        Ok(true)
    };
    thread::scope(|scope| {
        let first = scope.spawn(|| store.graces.claim(id, &grace, now, slow, |_| false).unwrap());
        is_taken.recv().unwrap();
        let second = store.graces.claim(id, &grace, now, || Ok(false), |_| false).unwrap();
        let repeated = Consumed::Repeated { successor: "next".to_owned(), at: at(NOON) };
        assert_eq!((first.join().unwrap(), second), (Consumed::First, repeated));
    });
}

#[test]
fn families_and_graces_follow_what_lives() {
    const CAPACITY: usize = 3_000;
    let wall = Wall::new();
    let store = MemoryStore::new(CAPACITY, wall.clock());
    for n in 0..30_000 {
        wall.set(NOON + n);
        let record = FamilyRecord { subject: n.to_string(), ..family(n, NOON - 1) };
        store.enroll(&record).now_or_never().unwrap().unwrap();
        consume(&store, &Consumption { keep_until: Some(at(NOON - 1)), ..with_grace(n, 0) })
            .unwrap();
    }
    assert!(store.families.len() <= 1_024, "{}", store.families.len());
    assert!(store.graces.len() <= 1_024, "{}", store.graces.len());
    store.sweep_everything();
    wall.set(NOON + 40_000);
    store.sweep_everything();
    for n in 0..CAPACITY {
        revoke(&store, &token(n, None)).unwrap(); // every place was given back
    }
    assert_full(revoke(&store, &token("late", None)));
}

/// In microseconds after noon.
fn made(micros: u64) -> Timestamp {
    at(NOON).checked_add(Duration::from_micros(micros)).unwrap()
}

fn renewal(jti: &str, micros: u64) -> Consumption {
    let family = Some(family("f", NOON + 90_000));
    Consumption { renews: Some(made(micros)), family, ..used(jti, NOON + 60_000) }
}

#[test]
fn a_family_says_itself_how_far_it_is_used_up() {
    let store = MemoryStore::new(10, Wall::new().clock());
    let stands = |micros| {
        let (family, renews) = (Some("f".into()), Some(made(micros)));
        is_revoked(&store, &Query { family, renews, ..Query::default() })
    };
    assert!(!stands(1));
    assert_eq!(consume(&store, &renewal("a", 1)).unwrap(), Consumed::First);
    assert!(stands(0) && stands(1) && !stands(2));
    // One that was made beside it, before its successor; it takes no place of its own.
    assert_eq!(consume(&store, &renewal("beside", 2)).unwrap(), Consumed::First);
    assert_eq!(consume(&store, &renewal("b", 5)).unwrap(), Consumed::First);
    assert_eq!(store.len(), 1);
    assert_eq!(consume(&store, &renewal("never seen", 4)).unwrap(), Consumed::Again);
    assert_eq!(consume(&store, &renewal("c", 9)).unwrap(), Consumed::Revoked);
}

#[test]
fn a_token_that_was_revoked_by_itself_renews_nothing() {
    let store = MemoryStore::new(10, Wall::new().clock());
    let revocation = Revocation::Token { jti: "a".to_owned(), keep_until: Some(at(NOON + 60_000)) };
    store.revoke(&revocation).now_or_never().unwrap().unwrap();
    assert_eq!(consume(&store, &renewal("a", 1)).unwrap(), Consumed::Again);
    assert_eq!(consume(&store, &renewal("b", 2)).unwrap(), Consumed::Revoked);
}
