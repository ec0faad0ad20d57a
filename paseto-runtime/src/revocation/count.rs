//! How many entries there are, at a glance.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Raised before an entry comes and lowered after it went. All orders are the strictest: what was
/// revoked before a request began is seen by that request, as it would be by one that takes a lock.
#[derive(Debug, Default)]
pub(super) struct Count(AtomicUsize);

impl Count {
    pub(super) fn is_zero(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }

    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn remove(&self, entries: usize) {
        if entries > 0 {
            self.0.fetch_sub(entries, Ordering::SeqCst);
        }
    }
}
