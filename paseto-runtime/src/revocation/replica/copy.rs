//! One copy: what a store held in one epoch, and when it was known to be complete.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::revocation::memory::Record;
use crate::revocation::shared::Epoch;
use crate::revocation::{MemoryStore, Query, Standing};
use crate::time::{Clock, Timestamp};

#[derive(Debug)]
pub(super) struct Copy {
    pub(super) epoch: Arc<Epoch>,
    pub(super) entries: MemoryStore,
    /// Nanoseconds after `born`.
    as_of: AtomicU64,
    /// The same by the wall clock, in microseconds since 1970: the steady one stands still while a
    /// machine is suspended.
    as_of_wall: AtomicU64,
    born: Instant,
}

impl Copy {
    /// An empty one, `born` before the question that fills it was asked. It has no limit: what a
    /// store has acknowledged is never refused here.
    pub(super) fn new(epoch: &Arc<Epoch>, clock: Clock, born: Instant) -> Self {
        Self {
            epoch: Arc::clone(epoch),
            entries: MemoryStore::with_key(epoch.key, usize::MAX, clock),
            as_of: AtomicU64::new(0),
            as_of_wall: AtomicU64::new(0),
            born,
        }
    }

    /// Whether this is news.
    pub(super) fn tell(&self, record: Record) -> bool {
        let is_known = match record {
            Record::Token { .. } | Record::Family { .. } => self.entries.holds(record),
            // Its watermark may have risen.
            Record::Subject { .. } => false,
        };
        self.entries.restore(record);
        !is_known
    }

    pub(super) fn standing(&self, query: &Query<'_>) -> Standing {
        if query.subject.is_some() && self.epoch.voids(query.issued_at) {
            return Standing::Revoked;
        }
        self.entries.standing_of(query, query.issued_at.and_then(whole_micros))
    }

    /// It was complete at this instant, too.
    pub(super) fn complete(&self, as_of: Instant) {
        let since = as_of.saturating_duration_since(self.born).as_nanos();
        let since = u64::try_from(since).unwrap_or(0);
        if self.as_of.fetch_max(since, Ordering::AcqRel) < since {
            let passed = u64::try_from(as_of.elapsed().as_micros()).unwrap_or(u64::MAX);
            let wall = self.entries.clock.now().to_unix_micros().saturating_sub(passed);
            self.as_of_wall.store(wall, Ordering::Release);
        }
    }

    /// By the clock on which more has passed.
    pub(super) fn age(&self) -> Duration {
        let as_of = Duration::from_nanos(self.as_of.load(Ordering::Acquire));
        let wall = self.as_of_wall.load(Ordering::Acquire);
        let passed = self.entries.clock.now().to_unix_micros().saturating_sub(wall);
        self.born.elapsed().saturating_sub(as_of).max(Duration::from_micros(passed))
    }
}

/// As the shared store compares: a watermark has lost its nanoseconds there.
fn whole_micros(at: Timestamp) -> Option<Timestamp> {
    Timestamp::from_unix_micros(at.to_unix_micros())
}
