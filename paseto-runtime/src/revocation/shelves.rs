//! Entries of any size, each until its end, in many small tables behind a lock of their own.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::id::{Id, IdHasher};
use super::until::{Moment, Until};

/// How many there are beside the first.
const OTHERS: usize = 255;

/// A table that a sweep leaves emptier than one in this many gives memory back.
const SLACK: usize = 4;

/// Of an entry and of the decision about it: who holds the shelf decides alone.
#[derive(Debug)]
pub(super) struct Shelves<V> {
    first: Mutex<Shelf<V>>,
    others: Box<[Mutex<Shelf<V>>]>,
}

#[derive(Debug)]
pub(super) struct Shelf<V> {
    entries: HashMap<Id, (V, Until), IdHasher>,
    /// How many came since the last sweep.
    fresh: usize,
}

impl<V> Default for Shelf<V> {
    fn default() -> Self {
        Self { entries: HashMap::default(), fresh: 0 }
    }
}

impl<V> Shelves<V> {
    pub(super) fn new() -> Self {
        let others = (0..OTHERS).map(|_| Mutex::default()).collect();
        Self { first: Mutex::default(), others }
    }

    /// By the last bytes; the tables themselves look at the first ones.
    pub(super) fn lock(&self, id: Id) -> MutexGuard<'_, Shelf<V>> {
        lock(self.others.get(id.last_bytes_mod(OTHERS + 1)).unwrap_or(&self.first))
    }

    pub(super) fn len(&self) -> usize {
        self.all().map(|shelf| lock(shelf).entries.len()).sum()
    }

    pub(super) fn sweep_all(&self, now: Moment, mut gone: impl FnMut(Id, V)) {
        for shelf in self.all() {
            lock(shelf).sweep(now, &mut gone);
        }
    }

    fn all(&self) -> impl Iterator<Item = &Mutex<Shelf<V>>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

impl<V> Shelf<V> {
    pub(super) fn get(&self, id: Id) -> Option<&V> {
        self.entries.get(&id).map(|(value, _)| value)
    }

    /// Unless it is past its end.
    pub(super) fn get_open(&self, id: Id, is_open: impl Fn(Until) -> bool) -> Option<&V> {
        self.entries.get(&id).filter(|(_, until)| is_open(*until)).map(|(value, _)| value)
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut (V, Until)> {
        self.entries.get_mut(&id)
    }

    /// In place of what may be there.
    pub(super) fn put(&mut self, id: Id, value: V, until: Until) {
        if self.entries.insert(id, (value, until)).is_none() {
            self.fresh += 1;
        }
    }

    pub(super) fn remove(&mut self, id: Id) -> Option<V> {
        self.entries.remove(&id).map(|(value, _)| value)
    }

    /// Once half of them are new: so memory follows what lives, and a sweep costs each entry but
    /// two looks.
    pub(super) fn sweep_if_due(&mut self, now: Moment, gone: impl FnMut(Id, V)) {
        if self.fresh > self.entries.len() / 2 {
            self.sweep(now, gone);
        }
    }

    fn sweep(&mut self, now: Moment, mut gone: impl FnMut(Id, V)) {
        self.fresh = 0;
        for (id, (value, _)) in self.entries.extract_if(|_, (_, until)| until.is_over(now)) {
            gone(id, value);
        }
        if self.entries.len() < self.entries.capacity() / SLACK {
            self.entries.shrink_to_fit();
        }
    }
}

fn lock<V>(shelf: &Mutex<Shelf<V>>) -> MutexGuard<'_, Shelf<V>> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}
