#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

mod format;
mod uses;

use futures_util::FutureExt;
use redb::{Database, ReadableDatabase, ReadableTableMetadata};

use super::purge::Purge;
use super::tables::{SUBJECTS, TOKENS};
use super::{FileStore, FileStoreError};
use crate::revocation::{Query, Revocation, RevocationStore, Standing, StoreError};
use crate::time::{Clock, Timestamp};

/// A directory of its own, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("paseto-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("revocations.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A wall clock that is ahead by as many seconds as it is told.
#[derive(Clone, Default)]
struct Wall(Arc<AtomicU64>);

impl Wall {
    fn clock(&self) -> Clock {
        let ahead = Arc::clone(&self.0);
        Clock::from_fn(move || {
            SystemTime::now() + Duration::from_secs(ahead.load(Ordering::SeqCst))
        })
    }

    fn jump(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

fn token(jti: &str, keep_until: Option<Timestamp>) -> Revocation {
    Revocation::Token { jti: jti.to_owned(), keep_until }
}

/// The store answers from its own thread, so this one may block.
fn revoke(store: &FileStore, revocation: &Revocation) -> Result<(), StoreError> {
    let mut answer = store.revoke(revocation);
    loop {
        match answer.as_mut().now_or_never() {
            Some(done) => return done,
            None => thread::sleep(Duration::from_micros(200)),
        }
    }
}

fn knows(store: &FileStore, jti: &str) -> bool {
    let query = Query { jti: Some(jti.to_owned().into()), ..Query::default() };
    store.check_now(&query).unwrap().unwrap() == Standing::Revoked
}

fn in_millis(clock: &Clock, millis: u64) -> Option<Timestamp> {
    clock.now().checked_add(Duration::from_millis(millis))
}

fn rows(folder: &Folder) -> u64 {
    let db = Database::open(folder.file()).unwrap();
    let txn = db.begin_read().unwrap();
    let tokens = txn.open_table(TOKENS).unwrap().len().unwrap();
    tokens + txn.open_table(SUBJECTS).unwrap().len().unwrap()
}

#[test]
fn what_is_over_leaves_the_file_and_nothing_else_does() {
    let folder = Folder::new("purge");
    let clock = Clock::system();
    let every = Purge::every(Duration::from_millis(20));
    let store = FileStore::open_with(&folder.file(), 10_000, clock.clone(), every).unwrap();
    for n in 0..1_500 {
        // On its way to the disk, although nobody waits for the answer.
        drop(store.revoke(&token(&n.to_string(), in_millis(&clock, 30))));
    }
    revoke(&store, &token("live", in_millis(&clock, 3_600_000))).unwrap();
    revoke(&store, &token("for ever", None)).unwrap();
    let subject = Revocation::Subject {
        subject: "alice".to_owned(),
        before: clock.now(),
        keep_until: in_millis(&clock, 30),
    };
    revoke(&store, &subject).unwrap();
    let start = Instant::now();
    while store.len() > 2 && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(1_000));
    assert!(knows(&store, "live") && knows(&store, "for ever"));
    drop(store);
    assert_eq!(rows(&folder), 2);
}

#[test]
fn a_wall_clock_that_is_wrong_at_start_drops_nothing() {
    let folder = Folder::new("clock");
    let wall = Wall::default();
    let open = || {
        let every = Purge::every(Duration::from_millis(10));
        FileStore::open_with(&folder.file(), 10, wall.clock(), every).unwrap()
    };
    let store = open();
    revoke(&store, &token("a", in_millis(&wall.clock(), 60_000))).unwrap();
    drop(store);
    wall.jump(86_400);
    let store = open();
    thread::sleep(Duration::from_millis(200));
    assert!(knows(&store, "a"));
    drop(store);
    wall.jump(0);
    assert!(knows(&open(), "a"));
    assert_eq!(rows(&folder), 1);
}

#[test]
fn a_full_store_takes_nothing_and_extends_what_it_has() {
    let folder = Folder::new("full");
    let store = FileStore::open(folder.file(), 2, Clock::system()).unwrap();
    revoke(&store, &token("a", None)).unwrap();
    revoke(&store, &token("b", None)).unwrap();
    assert!(matches!(revoke(&store, &token("c", None)), Err(StoreError::Full)));
    revoke(&store, &token("a", None)).unwrap();
    drop(store);
    assert_eq!(rows(&folder), 2);
    let smaller = FileStore::open(folder.file(), 1, Clock::system()).unwrap();
    assert!(knows(&smaller, "a") && knows(&smaller, "b"));
    assert!(matches!(revoke(&smaller, &token("c", None)), Err(StoreError::Full)));
}

#[test]
fn many_that_wait_share_one_transaction() {
    let folder = Folder::new("group");
    let store = FileStore::open(folder.file(), 10_000, Clock::system()).unwrap();
    let revocations: Vec<_> = (0..2_000).map(|n| token(&n.to_string(), None)).collect();
    let mut answers: Vec<_> =
        revocations.iter().map(|revocation| store.revoke(revocation)).collect();
    let start = Instant::now();
    while !answers.is_empty() {
        answers.retain_mut(|answer| answer.as_mut().now_or_never().map(Result::unwrap).is_none());
        assert!(start.elapsed() < Duration::from_secs(30));
    }
    assert!((0..2_000).all(|n| knows(&store, &n.to_string())));
}

#[test]
fn a_file_of_a_later_format_is_foreign() {
    let folder = Folder::new("format");
    drop(FileStore::open(folder.file(), 1, Clock::system()).unwrap());
    let db = Database::open(folder.file()).unwrap();
    let txn = db.begin_write().unwrap();
    txn.open_table(super::tables::META).unwrap().insert("format", 3).unwrap();
    txn.commit().unwrap();
    drop(db);
    let refused = FileStore::open(folder.file(), 1, Clock::system()).unwrap_err();
    assert!(matches!(refused, FileStoreError::Foreign(_)), "{refused}");
}
