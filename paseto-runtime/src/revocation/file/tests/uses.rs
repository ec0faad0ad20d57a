//! What becomes of uses on their way to the disk, and when they leave it.

use tokio::sync::oneshot;

use super::*;
use crate::revocation::file::job::Job;
use crate::revocation::file::tables::{FAMILIES, GRACES};
use crate::revocation::{Consumed, Consumption, FamilyRecord, Grace, MemoryStore};

fn used(keep_until: Option<Timestamp>) -> Consumption {
    let family = FamilyRecord {
        family: "family".to_owned(),
        subject: "bob".to_owned(),
        began: Timestamp::MIN,
        last_used: Timestamp::MIN,
        keep_until,
        label: None,
    };
    let until = keep_until.unwrap_or(Timestamp::MAX);
    Consumption {
        renews: None,
        jti: "used".to_owned(),
        subject: "bob".to_owned(),
        issued_at: None,
        keep_until,
        family: Some(family),
        grace: Some(Grace { successor: "next".to_owned(), at: Timestamp::MIN, until }),
    }
}

/// A use with a family and a grace.
pub(super) fn use_all(store: &FileStore, keep_until: Option<Timestamp>) {
    let used = used(keep_until);
    let mut answer = store.consume(&used);
    loop {
        match answer.as_mut().now_or_never() {
            Some(told) => return assert_eq!(told.unwrap(), Consumed::First),
            None => thread::sleep(Duration::from_micros(200)),
        }
    }
}

/// Families, and graces.
pub(super) fn rows_of_uses(folder: &Folder) -> (u64, u64) {
    let db = Database::open(folder.file()).unwrap();
    let txn = db.begin_read().unwrap();
    let families = txn.open_table(FAMILIES).unwrap().len().unwrap();
    (families, txn.open_table(GRACES).unwrap().len().unwrap())
}

#[test]
fn families_and_graces_that_are_over_leave_the_file() {
    let folder = Folder::new("purge-uses");
    let clock = Clock::system();
    let every = Purge::every(Duration::from_millis(20));
    let store = FileStore::open_with(&folder.file(), 10, clock.clone(), every).unwrap();
    use_all(&store, in_millis(&clock, 1_500));
    thread::sleep(Duration::from_millis(250));
    assert!(knows(&store, "used") && store.len() == 2);
    let start = Instant::now();
    while !store.is_empty() && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(500));
    drop(store);
    assert_eq!((rows(&folder), rows_of_uses(&folder)), (0, (0, 0)));
}

#[test]
fn what_a_log_out_everywhere_ended_leaves_the_file() {
    let folder = Folder::new("purge-ended");
    let every = Purge::every(Duration::from_millis(20));
    let store = FileStore::open_with(&folder.file(), 10, Clock::system(), every).unwrap();
    use_all(&store, None);
    let before = Timestamp::MIN;
    let everywhere = Revocation::Subject { subject: "bob".to_owned(), before, keep_until: None };
    revoke(&store, &everywhere).unwrap();
    assert_eq!(store.len(), 2);
    thread::sleep(Duration::from_millis(1_000));
    drop(store);
    assert_eq!(rows_of_uses(&folder), (0, 1));
}

/// The answers to two uses of one token in one batch, whose writing fails or does not.
fn in_one_batch(memory: &MemoryStore, failure: bool) -> Vec<Result<Consumed, StoreError>> {
    let mut rows = Vec::new();
    let used = Consumption { grace: None, ..used(None) };
    let decided: Vec<_> = (0..2)
        .map(|_| {
            let (done, is_done) = oneshot::channel();
            (Job::Consume(used.clone(), done).decide(memory, &mut rows), is_done)
        })
        .collect();
    let error = || failure.then(|| StoreError::Unreachable("the disk is full".into()));
    let answers = decided.into_iter().map(|(reply, mut is_done)| {
        assert!(is_done.try_recv().is_err(), "nobody is told before it is written");
        reply(error());
        is_done.try_recv().unwrap()
    });
    answers.collect()
}

#[test]
fn of_two_in_one_batch_one_is_first() {
    let memory = MemoryStore::new(10, Clock::system());
    let told: Vec<_> = in_one_batch(&memory, false).into_iter().map(Result::unwrap).collect();
    assert_eq!(told, [Consumed::First, Consumed::Again]);
}

#[test]
fn when_the_disk_fails_nobody_is_first_and_the_token_counts_as_used() {
    let memory = MemoryStore::new(10, Clock::system());
    assert!(in_one_batch(&memory, true).iter().all(Result::is_err));
    let query = Query { jti: Some("used".into()), ..Query::default() };
    assert_eq!(memory.check_now(&query).unwrap().unwrap(), Standing::Revoked);
}
