//! How many entries a store may hold, and how many it holds.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::StoreError;

/// The places of a store. Those taken are never fewer than the entries there are.
#[derive(Debug)]
pub(super) struct Places {
    capacity: usize,
    taken: AtomicUsize,
}

impl Places {
    pub(super) const fn new(capacity: usize) -> Self {
        Self { capacity, taken: AtomicUsize::new(0) }
    }

    pub(super) const fn limited(&self) -> Room<'_> {
        Room { taken: &self.taken, limit: self.capacity }
    }

    /// For uses and logins, which many may cause: a tenth is left for revocations, so that who
    /// fills the rest cannot keep others from logging out.
    pub(super) const fn reserving(&self) -> Room<'_> {
        Room { taken: &self.taken, limit: self.capacity - self.capacity / 10 }
    }

    /// For what must be kept although the store is full.
    pub(super) const fn unlimited(&self) -> Room<'_> {
        Room { taken: &self.taken, limit: usize::MAX }
    }

    pub(super) fn give_back(&self, places: usize) {
        self.taken.fetch_sub(places, Ordering::AcqRel);
    }
}

/// Where an entry may take its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room<'p> {
    taken: &'p AtomicUsize,
    limit: usize,
}

impl Room<'_> {
    /// Before the entry, not after it: threads that race for the last place cannot both have it.
    pub(super) fn take(self) -> Result<(), StoreError> {
        let next = |taken| (taken < self.limit).then_some(taken + 1);
        self.taken
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, next)
            .map_or(Err(StoreError::Full), |_| Ok(()))
    }
}
