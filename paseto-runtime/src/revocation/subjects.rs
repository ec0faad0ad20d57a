//! Subjects that were logged out everywhere, and until when each was.
//!
//! In many small tables, as [`Tokens`](super::tokens::Tokens) are: a sweep holds up only the
//! look-ups that fall into the table that it is at.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;

use super::StoreError;
use super::count::Count;
use super::id::{Id, IdHasher};
use super::places::{Places, Room};
use super::until::{Moment, Until};
use crate::time::Timestamp;

const SHARDS: usize = 256;

/// A table that a sweep leaves emptier than one in this many gives memory back.
const SLACK: usize = 4;

#[derive(Debug)]
pub(super) struct Subjects {
    shards: Box<[RwLock<Shard>]>,
    /// Never fewer than there are, so that whoever finds none need not look.
    count: Count,
    /// The shard that is swept next.
    next: AtomicUsize,
}

#[derive(Debug, Default)]
struct Shard {
    marks: HashMap<Id, Watermark, IdHasher>,
    /// Before this none of them can go; for ever if there is none.
    idle_until: Option<Instant>,
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
    pub(super) fn new() -> Self {
        let shards = (0..SHARDS).map(|_| RwLock::default()).collect();
        Self { shards, count: Count::default(), next: AtomicUsize::new(0) }
    }

    pub(super) fn contains(&self, id: Id) -> bool {
        self.shard(id).is_some_and(|shard| read(shard).marks.contains_key(&id))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count.is_zero()
    }

    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| read(shard).marks.len()).sum()
    }

    /// Whether a token that was issued then is revoked with its subject.
    pub(super) fn is_revoked(&self, id: Id, issued_at: Option<Timestamp>) -> bool {
        let mark = self.shard(id).and_then(|shard| read(shard).marks.get(&id).copied());
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
        let Some(shard) = self.shard(id) else { return Err(StoreError::Full) };
        write(shard).keep(id, Watermark { before, until }, &self.count, room)
    }

    /// Sweeps one shard, another at each call.
    pub(super) fn sweep_next(&self, now: Moment, places: &Places) {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % SHARDS;
        if let Some(shard) = self.shards.get(next) {
            self.count.remove(write(shard).sweep(now, places));
        }
    }

    pub(super) fn sweep_all(&self, now: Moment, places: &Places) {
        for shard in &self.shards {
            self.count.remove(write(shard).sweep(now, places));
        }
    }

    /// By the last bytes; the tables themselves look at the first ones.
    fn shard(&self, id: Id) -> Option<&RwLock<Shard>> {
        self.shards.get(id.last_bytes_mod(SHARDS))
    }
}

impl Shard {
    fn keep(
        &mut self,
        id: Id,
        mark: Watermark,
        count: &Count,
        room: Room<'_>,
    ) -> Result<(), StoreError> {
        match self.marks.entry(id) {
            Entry::Occupied(mut entry) => *entry.get_mut() = entry.get().later(mark),
            Entry::Vacant(entry) => {
                room.take()?;
                count.add();
                entry.insert(mark);
            }
        }
        self.note_end(mark.until);
        Ok(())
    }

    /// Drops what both clocks allow, and says how many. Skipped while nothing can go, so that a full
    /// store does not pay for a walk through all of it at every attempt.
    fn sweep(&mut self, now: Moment, places: &Places) -> usize {
        if self.idle_until.is_none_or(|end| now.steady < end) {
            return 0;
        }
        let before = self.marks.len();
        self.marks.retain(|_, mark| !mark.until.is_over(now));
        let gone = before - self.marks.len();
        places.give_back(gone);
        self.idle_until = self.marks.values().filter_map(|mark| mark.until.steady()).min();
        if self.marks.len() < self.marks.capacity() / SLACK {
            self.marks.shrink_to_fit();
        }
        gone
    }

    fn note_end(&mut self, until: Until) {
        if let Some(end) = until.steady() {
            self.idle_until = Some(self.idle_until.map_or(end, |first| first.min(end)));
        }
    }
}

fn read(shard: &RwLock<Shard>) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(shard: &RwLock<Shard>) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}
