//! A store that can be switched off while it is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_paseto::revocation::{
    Changes, Consumed, Consumption, FamilyRecord, MemoryStore, Query, Revocation, RevocationStore,
    Standing, StoreError, StoreFuture,
};
use actix_paseto::time::Clock;

/// The first so many checks are answered, the others are not; nor is a login after them kept.
#[derive(Debug, Clone)]
pub(crate) struct Fading {
    store: Arc<MemoryStore>,
    left: Arc<AtomicUsize>,
    hangs: bool,
}

impl Fading {
    pub(crate) fn new(clock: Clock, hangs: bool) -> Self {
        let store = Arc::new(MemoryStore::new(10_000, clock));
        Self { store, left: Arc::new(AtomicUsize::new(usize::MAX)), hangs }
    }

    pub(crate) fn answers(&self, checks: usize) {
        self.left.store(checks, Ordering::SeqCst);
    }
}

impl RevocationStore for Fading {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(async move {
            let left = self.left.load(Ordering::SeqCst);
            match left.checked_sub(1) {
                Some(rest) => self.left.store(rest, Ordering::SeqCst),
                None if self.hangs => std::future::pending().await,
                None => return Err(StoreError::Unreachable("no route".into())),
            }
            self.store.check(query).await
        })
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        self.store.revoke(revocation)
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        self.store.consume(consumption)
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        if self.left.load(Ordering::SeqCst) == 0 {
            return Box::pin(async { Err(StoreError::Unreachable("no route".into())) });
        }
        self.store.enroll(family)
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        self.store.families(subject)
    }

    fn changes(&self) -> Option<Changes> {
        self.store.changes()
    }
}
