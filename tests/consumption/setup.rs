//! Stores, uses and questions, and what the tests ask of a store.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use actix_paseto::revocation::{
    Consumed, Consumption, FamilyRecord, FileStore, Grace, MemoryStore, Query, Revocation,
    RevocationStore, Standing,
};
use actix_paseto::time::{Clock, Timestamp};

use crate::victim::{Folder, random};

pub(crate) fn open(path: &Path) -> FileStore {
    FileStore::open(path, 10_000_000, Clock::system()).unwrap()
}

pub(crate) fn memory() -> MemoryStore {
    MemoryStore::new(10_000_000, Clock::system())
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    let mut answer = pin!(answer);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match answer.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

/// In the next century: nothing is over while the tests run.
pub(crate) fn at(seconds: u64) -> Timestamp {
    Timestamp::MIN.checked_add(Duration::from_secs(4_200_000_000 + seconds)).unwrap()
}

pub(crate) fn once(jti: &str) -> Consumption {
    Consumption {
        jti: jti.to_owned(),
        subject: "alice".to_owned(),
        issued_at: Some(at(0)),
        keep_until: None,
        renews: None,
        family: None,
        grace: None,
    }
}

pub(crate) fn record(family: &str) -> FamilyRecord {
    FamilyRecord {
        family: family.to_owned(),
        subject: "alice".to_owned(),
        began: at(0),
        last_used: at(0),
        keep_until: None,
        label: None,
    }
}

pub(crate) fn refresh(jti: &str, family: &str) -> Consumption {
    Consumption { family: Some(record(family)), ..once(jti) }
}

/// A use at the second `now`, with ten seconds of grace.
pub(crate) fn exchange(jti: &str, successor: &str, now: u64) -> Consumption {
    let grace = Grace { successor: successor.to_owned(), at: at(now), until: at(now + 10) };
    Consumption { grace: Some(grace), ..once(jti) }
}

pub(crate) fn consume(store: &dyn RevocationStore, used: &Consumption) -> Consumed {
    wait(store.consume(used)).unwrap()
}

pub(crate) fn revoke_family(store: &dyn RevocationStore, family: &str) {
    let family = family.to_owned();
    wait(store.revoke(&Revocation::Family { family, keep_until: None })).unwrap();
}

pub(crate) fn revoke_subject(store: &dyn RevocationStore, subject: &str, before: Timestamp) {
    let subject = subject.to_owned();
    wait(store.revoke(&Revocation::Subject { subject, before, keep_until: None })).unwrap();
}

pub(crate) fn is_revoked(store: &dyn RevocationStore, query: &Query<'_>) -> bool {
    wait(store.check(query)).unwrap() == Standing::Revoked
}

pub(crate) fn is_used(store: &dyn RevocationStore, jti: &str) -> bool {
    is_revoked(store, &Query { jti: Some(jti.to_owned().into()), ..Query::default() })
}

/// A token of the family that no store has heard of.
pub(crate) fn of_family(family: &str) -> Query<'static> {
    let jti = Some(format!("some token of {family}").into());
    Query { jti, family: Some(family.to_owned().into()), ..Query::default() }
}

pub(crate) fn families(store: &dyn RevocationStore) -> Vec<FamilyRecord> {
    wait(store.families("alice")).unwrap()
}

pub(crate) fn names(store: &dyn RevocationStore) -> Vec<String> {
    families(store).into_iter().map(|record| record.family).collect()
}

/// For what must hold of every store alike.
pub(crate) fn in_both(test: impl Fn(&dyn RevocationStore)) {
    test(&memory());
    let folder = Folder::new(&format!("both-{:x}", random()));
    test(&open(&folder.file()));
}
