//! Subjects that were logged out everywhere, and until when each was.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use dashmap::{DashMap, Entry};

use super::StoreError;
use super::id::{Id, IdHasher};
use super::places::{Places, Room};
use super::until::{Moment, Until};
use crate::time::Timestamp;

#[derive(Debug)]
pub(super) struct Subjects {
    marks: DashMap<Id, Watermark, IdHasher>,
    /// Milliseconds after `born` before which no entry can go.
    idle_until: AtomicU64,
    born: Instant,
}

/// What is revoked of a subject.
#[derive(Debug, Clone, Copy)]
struct Watermark {
    before: Timestamp,
    until: Until,
}

impl Watermark {
    fn later(self, other: Self) -> Self {
        Self { before: self.before.max(other.before), until: self.until.later(other.until) }
    }
}

impl Subjects {
    pub(super) fn new(born: Instant) -> Self {
        Self { marks: DashMap::default(), idle_until: AtomicU64::new(u64::MAX), born }
    }

    pub(super) fn contains(&self, id: Id) -> bool {
        self.marks.contains_key(&id)
    }

    pub(super) fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether a token that was issued then is revoked with its subject.
    pub(super) fn is_revoked(&self, id: Id, issued_at: Option<Timestamp>) -> bool {
        let mark = self.marks.get(&id);
        mark.is_some_and(|mark| issued_at.is_none_or(|at| at <= mark.before))
    }

    /// Holds the subject's shard all along, so that no sweep comes between the question and the
    /// act.
    pub(super) fn keep(
        &self,
        id: Id,
        before: Timestamp,
        until: Until,
        room: Room<'_>,
    ) -> Result<(), StoreError> {
        let mark = Watermark { before, until };
        match self.marks.entry(id) {
            Entry::Occupied(mut entry) => *entry.get_mut() = entry.get().later(mark),
            Entry::Vacant(entry) => {
                room.take()?;
                entry.insert(mark);
            }
        }
        self.note_end(until);
        Ok(())
    }

    /// Drops what both clocks allow. Skipped while nothing can go, so that a full store does not
    /// pay for a walk through all of it at every attempt.
    pub(super) fn sweep(&self, now: Moment, places: &Places) {
        if self.millis(now.steady) < self.idle_until.load(Ordering::Acquire) {
            return;
        }
        // Reset first: an entry that comes during the walk lowers it again.
        self.idle_until.store(u64::MAX, Ordering::Release);
        self.marks.retain(|_, mark| {
            let over = mark.until.is_over(now);
            if over {
                places.give_back(1);
            } else {
                self.note_end(mark.until);
            }
            !over
        });
    }

    fn note_end(&self, until: Until) {
        if let Some(end) = until.steady() {
            self.idle_until.fetch_min(self.millis(end), Ordering::AcqRel);
        }
    }

    fn millis(&self, at: Instant) -> u64 {
        let since = at.saturating_duration_since(self.born).as_millis();
        u64::try_from(since).unwrap_or(u64::MAX)
    }
}
