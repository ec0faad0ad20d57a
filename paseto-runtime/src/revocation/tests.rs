#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;

mod single_use;

use super::{MemoryStore, Query, Revocation, RevocationStore, Standing, StoreError};
use crate::time::{Clock, Timestamp};

const NOON: u64 = 1_800_000_000_000;

/// A wall clock to be set by hand, in milliseconds.
#[derive(Clone)]
struct Wall(Arc<AtomicU64>);

impl Wall {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(NOON)))
    }

    fn clock(&self) -> Clock {
        let wall = self.clone();
        Clock::from_fn(move || {
            SystemTime::UNIX_EPOCH + Duration::from_millis(wall.0.load(Ordering::SeqCst))
        })
    }

    fn set(&self, millis: u64) {
        self.0.store(millis, Ordering::SeqCst);
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::MIN.checked_add(Duration::from_millis(millis)).unwrap()
}

fn token(jti: impl ToString, keep_until: Option<u64>) -> Revocation {
    Revocation::Token { jti: jti.to_string(), keep_until: keep_until.map(at) }
}

fn subject(name: &str, before: u64, keep_until: Option<u64>) -> Revocation {
    Revocation::Subject {
        subject: name.to_owned(),
        before: at(before),
        keep_until: keep_until.map(at),
    }
}

fn revoke(store: &MemoryStore, revocation: &Revocation) -> Result<(), StoreError> {
    store.revoke(revocation).now_or_never().unwrap()
}

fn is_revoked(store: &MemoryStore, query: &Query<'_>) -> bool {
    let now = store.check_now(query).unwrap().unwrap();
    assert_eq!(store.check(query).now_or_never().unwrap().unwrap(), now);
    now == Standing::Revoked
}

fn knows(store: &MemoryStore, jti: impl ToString) -> bool {
    is_revoked(store, &Query { jti: Some(jti.to_string().into()), ..Query::default() })
}

fn of(subject: &str, issued_at: Option<u64>) -> Query<'static> {
    Query {
        jti: Some("unknown".into()),
        subject: Some(subject.to_owned().into()),
        issued_at: issued_at.map(at),
        ..Query::default()
    }
}

fn assert_full(result: Result<(), StoreError>) {
    assert!(matches!(result, Err(StoreError::Full)), "{result:?}");
}

#[test]
fn only_what_was_revoked_is() {
    let store = MemoryStore::new(10, Wall::new().clock());
    assert!(store.is_empty());
    revoke(&store, &token("a", None)).unwrap();
    assert!(knows(&store, "a"));
    assert!(!knows(&store, "b"));
    assert!(!knows(&store, ""));
    assert!(!is_revoked(&store, &Query::default()));
}

#[test]
fn an_entry_goes_when_both_clocks_say_so() {
    let wall = Wall::new();
    let store = MemoryStore::new(1, wall.clock());
    revoke(&store, &token("a", Some(NOON + 30))).unwrap();
    assert_full(revoke(&store, &token("b", None)));

    thread::sleep(Duration::from_millis(60));
    assert_full(revoke(&store, &token("b", None))); // the wall clock stands still
    wall.set(NOON + 60);
    revoke(&store, &token("b", None)).unwrap();
    assert!(!knows(&store, "a") && knows(&store, "b"));
    assert_eq!(store.len(), 1);
}

#[test]
fn a_jump_of_the_wall_clock_forgets_nothing() {
    let wall = Wall::new();
    let store = MemoryStore::new(2, wall.clock());
    revoke(&store, &token("a", Some(NOON + 3_600_000))).unwrap();
    revoke(&store, &subject("alice", NOON, Some(NOON + 3_600_000))).unwrap();
    for jump in [NOON + 7_200_000_000, 0, NOON] {
        wall.set(jump);
        assert_full(revoke(&store, &token("b", None)));
        assert!(knows(&store, "a"));
        assert!(is_revoked(&store, &of("alice", Some(NOON))));
    }
}

#[test]
fn a_full_store_still_extends_what_it_has() {
    let wall = Wall::new();
    let store = MemoryStore::new(2, wall.clock());
    revoke(&store, &token("a", Some(NOON))).unwrap();
    revoke(&store, &subject("alice", NOON, Some(NOON))).unwrap();
    revoke(&store, &token("a", None)).unwrap();
    revoke(&store, &token("a", Some(NOON))).unwrap(); // never shortens
    revoke(&store, &subject("alice", NOON + 5, None)).unwrap();
    revoke(&store, &subject("alice", NOON - 5, Some(NOON))).unwrap();
    wall.set(NOON + 60_000);
    assert_full(revoke(&store, &token("b", None)));
    assert!(knows(&store, "a"));
    assert!(is_revoked(&store, &of("alice", Some(NOON + 5))));
}

#[test]
fn its_health_tells_how_many_entries_there_are() {
    let store = MemoryStore::new(10, Wall::new().clock());
    revoke(&store, &token("a", None)).unwrap();
    revoke(&store, &subject("alice", NOON, None)).unwrap();
    let health = store.health().now_or_never().unwrap().unwrap();
    assert_eq!((health.entries, health.staleness), (Some(2), None));
}

#[test]
fn a_store_without_room_takes_nothing() {
    assert_full(revoke(&MemoryStore::new(0, Clock::system()), &token("a", None)));
}

#[test]
fn a_watermark_divides_one_second() {
    let store = MemoryStore::new(10, Wall::new().clock());
    revoke(&store, &subject("alice", NOON + 500, None)).unwrap();
    assert!(is_revoked(&store, &of("alice", Some(NOON + 499))));
    assert!(is_revoked(&store, &of("alice", Some(NOON + 500))));
    assert!(!is_revoked(&store, &of("alice", Some(NOON + 501))));
    assert!(is_revoked(&store, &of("alice", None)));
    assert!(!is_revoked(&store, &of("bob", None)));
}

#[test]
fn memory_follows_what_lives() {
    let wall = Wall::new();
    let store = MemoryStore::new(1_000_000, wall.clock());
    for n in 0..20_000 {
        wall.set(NOON + n);
        revoke(&store, &token(n, Some(NOON - 1))).unwrap();
    }
    assert!(store.len() <= 1_024, "{}", store.len());
}

#[test]
fn threads_that_race_for_room_neither_exceed_it_nor_lose_an_entry() {
    for round in 0..20 {
        let wall = Wall::new();
        let store = MemoryStore::new(500, wall.clock());
        for n in 0..100 {
            revoke(&store, &token(format!("old {n}"), Some(NOON))).unwrap();
        }
        wall.set(NOON + 1_000);
        let kept: Vec<String> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|t| {
                    let store = &store;
                    scope.spawn(move || {
                        let jtis = (0..200).map(|n| format!("{round} {} {n}", t / 2));
                        let kept = |jti: &String| revoke(store, &token(jti, None)).is_ok();
                        jtis.filter(kept).collect::<Vec<_>>()
                    })
                })
                .collect();
            // What is kept for ever never leaves: an excess on the way would still stand below.
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(store.len(), 500);
        assert!(kept.iter().all(|jti| knows(&store, jti)));
        assert_full(revoke(&store, &token("late", None)));
    }
}

#[test]
fn jumps_of_the_wall_clock_back_and_forth_shorten_no_life() {
    const HOUR: u64 = 3_600_000;
    let wall = Wall::new();
    let store = MemoryStore::new(1_000, wall.clock());
    let jumps = [0, HOUR, 0, 24 * HOUR, 365 * 24 * HOUR, HOUR, 0];
    for (n, jump) in jumps.into_iter().enumerate() {
        wall.set(NOON + jump);
        revoke(&store, &token(n, Some(NOON + jump + HOUR))).unwrap();
        revoke(&store, &token("extended", Some(NOON + jump))).unwrap();
        store.sweep_everything();
        assert!((0..=n).all(|n| knows(&store, n)), "{jump}");
        assert!(knows(&store, "extended") || jump > 0);
    }
}

#[test]
fn what_came_before_a_jump_goes_once_its_own_clocks_say_so() {
    let wall = Wall::new();
    let store = MemoryStore::new(10, wall.clock());
    revoke(&store, &token("before", Some(NOON + 20))).unwrap();
    wall.set(NOON + 7_200_000);
    revoke(&store, &token("after", Some(NOON + 7_200_020))).unwrap();
    thread::sleep(Duration::from_millis(50));
    store.sweep_everything();
    assert!(!knows(&store, "before") && knows(&store, "after"));
    wall.set(NOON + 7_200_050);
    store.sweep_everything();
    assert!(!knows(&store, "after") && store.is_empty());
}

/// Where they say that they are empty, nothing is looked up.
#[test]
fn tables_are_empty_only_while_nothing_is_in_them() {
    let wall = Wall::new();
    let store = MemoryStore::new(10, wall.clock());
    let are_empty = || (store.tokens.is_empty(), store.subjects.is_empty());
    for _ in 0..2 {
        assert_eq!(are_empty(), (true, true));
        wall.set(NOON);
        revoke(&store, &token("a", Some(NOON))).unwrap();
        revoke(&store, &token("a", Some(NOON))).unwrap();
        assert_eq!(are_empty(), (false, true));
        revoke(&store, &subject("alice", NOON, Some(NOON))).unwrap();
        assert_eq!(are_empty(), (false, false));
        assert!(knows(&store, "a") && is_revoked(&store, &of("alice", Some(NOON))));
        wall.set(NOON + 1_000);
        thread::sleep(Duration::from_millis(20));
        store.sweep_everything();
    }
    revoke(&store, &token("b", None)).unwrap();
    store.sweep_everything();
    assert!(knows(&store, "b") && !store.tokens.is_empty());
}

/// Entries come and go on all sides; between an acknowledged one and its end nobody finds the tables
/// empty.
#[test]
fn what_was_acknowledged_is_seen_while_others_are_swept() {
    const ROUNDS: u64 = 300;
    let wall = Wall::new();
    let store = Arc::new(MemoryStore::new(100_000, wall.clock()));
    wall.set(NOON + 1_000);
    thread::sleep(Duration::from_millis(20));
    thread::scope(|scope| {
        for own in 0..3 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..ROUNDS {
                    // Over already, and swept by whoever comes next.
                    revoke(store, &token(format!("gone-{own}-{n}"), Some(NOON))).unwrap();
                    revoke(store, &subject(&format!("gone-{own}-{n}"), NOON, Some(NOON))).unwrap();
                    store.sweep_everything();
                    if n % 100 == 0 {
                        let name = format!("kept-{own}-{n}");
                        revoke(store, &token(&name, None)).unwrap();
                        revoke(store, &subject(&name, NOON, None)).unwrap();
                    }
                    let kept = format!("kept-{own}-{}", n / 100 * 100);
                    assert!(knows(store, &kept) && is_revoked(store, &of(&kept, Some(NOON))));
                }
            });
        }
    });
    wall.set(NOON + 60_000);
    thread::sleep(Duration::from_millis(20));
    store.sweep_everything();
    assert_eq!(store.len(), 2 * 3 * 3);
    assert!(!store.tokens.is_empty() && !store.subjects.is_empty());
}

#[test]
fn a_revocation_is_found_by_the_id_alone() {
    let store = MemoryStore::new(10, Wall::new().clock());
    for keep_until in [Some(NOON + 1_000), Some(NOON + 40_000_000_000), None] {
        revoke(&store, &token(format!("{keep_until:?}"), keep_until)).unwrap();
        assert!(knows(&store, format!("{keep_until:?}")));
    }
    assert_eq!(store.len(), 3);
}

#[test]
fn errors_are_one_clause_and_keep_their_cause() {
    let error = StoreError::Unreachable("refused".into());
    assert_eq!(error.to_string(), "revocation store is unreachable");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "refused");
}

/// Names that meet under one key, which a client may have found out at home, do not under another:
/// a client that chooses ids neither hits a stranger's nor crowds one table.
#[test]
fn names_that_were_chosen_to_crowd_one_table_spread() {
    use super::id::IdKey;
    const CHOSEN: usize = 500;
    let known = IdKey::from_bits(0);
    // The shard by the one half of an id, the place in its table by the other.
    let crowds = |name: &String| {
        let bits = known.id(name).bits();
        (bits >> 64).is_multiple_of(768) || bits.trailing_zeros() >= 9
    };
    let chosen: Vec<String> =
        (0..).map(|n: u32| n.to_string()).filter(crowds).take(CHOSEN).collect();
    for key in [IdKey::random(), IdKey::from_bits(1)] {
        let store = MemoryStore::with_key(key, 10_000, Clock::system());
        for name in chosen.iter().step_by(2) {
            revoke(&store, &token(name, None)).unwrap();
        }
        for (n, name) in chosen.iter().enumerate() {
            assert_eq!(knows(&store, name), n % 2 == 0, "{name}");
        }
        let mut shards = HashMap::new();
        for name in &chosen {
            *shards.entry((key.id(name).bits() >> 64) % 768).or_insert(0) += 1;
        }
        assert!(shards.values().max() < Some(&12), "{shards:?}");
    }
}
