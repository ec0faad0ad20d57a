//! The ids of tokens that are revoked or used up: 23 bytes a place in tables of which at most seven
//! eighths are taken.
//!
//! Many small tables, each behind a lock of its own: one that grows, or is swept, holds up only
//! the look-ups that fall into it, and those for microseconds. Keyed by the id alone, not also by
//! the token's `exp`: whoever knows the id revokes every token that bears it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::StoreError;
use super::count::Count;
use super::end::{End, Era, Eras, Tick};
use super::id::{Id, IdHasher};
use super::places::{Places, Room};
use crate::time::Timestamp;

/// Not a power of two: tables double, and at a round number of entries these are well filled.
const SHARDS: usize = 768;

/// A table that a sweep leaves emptier than one in this many gives memory back.
const SLACK: usize = 4;

#[derive(Debug)]
pub(super) struct Tokens {
    shards: Box<[Slot]>,
    eras: Eras,
    /// Never fewer than there are, so that whoever finds none need not look.
    count: Count,
    /// The shard that is swept next.
    next: AtomicUsize,
}

/// In one line of a processor's cache, as a look-up takes both.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Slot(RwLock<Shard>);

#[derive(Debug)]
struct Shard {
    ends: HashMap<Id, End, IdHasher>,
    /// Before this none of them can go.
    earliest: Tick,
}

impl Default for Shard {
    fn default() -> Self {
        Self { ends: HashMap::default(), earliest: Tick::NEVER }
    }
}

impl Tokens {
    pub(super) fn new() -> Self {
        let shards = (0..SHARDS).map(|_| Slot::default()).collect();
        let (eras, count) = (Eras::default(), Count::default());
        Self { shards, eras, count, next: AtomicUsize::new(0) }
    }

    pub(super) fn contains(&self, id: Id) -> bool {
        self.shard(id).is_some_and(|shard| read(shard).ends.contains_key(&id))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count.is_zero()
    }

    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| read(shard).ends.len()).sum()
    }

    /// Takes a place for an id that is new, and keeps one that is known for longer.
    pub(super) fn keep(
        &self,
        id: Id,
        keep_until: Option<Timestamp>,
        now: Tick,
        room: Room<'_>,
    ) -> Result<(), StoreError> {
        let Some(shard) = self.shard(id) else { return Err(StoreError::Full) };
        let end = self.eras.enter(keep_until, now);
        let kept = write(shard).keep(id, end, self, room);
        if kept.is_err() {
            self.eras.leave(end.era(), 1);
        }
        kept
    }

    /// Takes a place for an id unless it is known already; whether it did.
    pub(super) fn claim(
        &self,
        id: Id,
        keep_until: Option<Timestamp>,
        now: Tick,
        room: Room<'_>,
    ) -> Result<bool, StoreError> {
        let Some(shard) = self.shard(id) else { return Err(StoreError::Full) };
        let mut shard = write(shard);
        if shard.ends.contains_key(&id) {
            return Ok(false);
        }
        let end = self.eras.enter(keep_until, now);
        let kept = shard.keep(id, end, self, room);
        if kept.is_err() {
            self.eras.leave(end.era(), 1);
        }
        kept.map(|()| true)
    }

    /// Sweeps one shard, another at each call: so memory follows what lives, and no caller pays
    /// for all of it.
    pub(super) fn sweep_next(&self, now: Tick, places: &Places) {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % SHARDS;
        if let Some(shard) = self.shards.get(next) {
            self.count.remove(write(shard).sweep(now, &self.eras, places));
        }
    }

    pub(super) fn sweep_all(&self, now: Tick, places: &Places) {
        for shard in &self.shards {
            self.count.remove(write(shard).sweep(now, &self.eras, places));
        }
    }

    /// By the last bytes; the tables themselves look at the first ones.
    fn shard(&self, id: Id) -> Option<&Slot> {
        self.shards.get(id.last_bytes_mod(SHARDS))
    }
}

impl Shard {
    fn keep(&mut self, id: Id, end: End, all: &Tokens, room: Room<'_>) -> Result<(), StoreError> {
        let eras = &all.eras;
        match self.ends.entry(id) {
            Entry::Occupied(mut entry) => {
                let old = *entry.get();
                let later = eras.later(old, end);
                entry.insert(later);
                eras.leave(old.era(), 1);
            }
            Entry::Vacant(entry) => {
                room.take()?;
                all.count.add();
                entry.insert(end);
            }
        }
        self.earliest = self.earliest.earlier(eras.reader()(end));
        Ok(())
    }

    /// How many went. The places are given back before the lock is: who comes later to a full store
    /// finds them.
    fn sweep(&mut self, now: Tick, eras: &Eras, places: &Places) -> usize {
        if !now.is_past(self.earliest) {
            return 0;
        }
        let end_of = eras.reader();
        let (mut even, mut odd) = (0, 0);
        let mut earliest = Tick::NEVER;
        self.ends.retain(|_, end| {
            let over = now.is_past(end_of(*end));
            if over {
                *(if end.era() == Era::Even { &mut even } else { &mut odd }) += 1;
            } else {
                earliest = earliest.earlier(end_of(*end));
            }
            !over
        });
        self.earliest = earliest;
        if self.ends.len() < self.ends.capacity() / SLACK {
            self.ends.shrink_to_fit();
        }
        eras.leave(Era::Even, even);
        eras.leave(Era::Odd, odd);
        places.give_back(even + odd);
        even + odd
    }
}

fn read(Slot(shard): &Slot) -> RwLockReadGuard<'_, Shard> {
    shard.read().unwrap_or_else(PoisonError::into_inner)
}

fn write(Slot(shard): &Slot) -> RwLockWriteGuard<'_, Shard> {
    shard.write().unwrap_or_else(PoisonError::into_inner)
}
