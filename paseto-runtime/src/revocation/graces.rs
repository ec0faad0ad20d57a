//! What a token that has just been used was exchanged for.

use super::id::Id;
use super::shelves::{Shelf, Shelves};
use super::until::{Moment, Until};
use super::{Consumed, Grace, StoreError};

/// Takes no places: each stands beside a used token, which takes one.
#[derive(Debug)]
pub(super) struct Graces(Shelves<Grace>);

impl Graces {
    pub(super) fn new() -> Self {
        Self(Shelves::new())
    }

    /// Holds the shelf all along: who finds the token taken also finds what it was exchanged for.
    pub(super) fn claim(
        &self,
        id: Id,
        grace: &Grace,
        now: Moment,
        take: impl FnOnce() -> Result<bool, StoreError>,
        is_used: impl FnOnce(&str) -> bool,
    ) -> Result<Consumed, StoreError> {
        let mut shelf = self.0.lock(id);
        if take()? {
            shelf.put(id, grace.clone(), Until::new(Some(grace.until), now));
            shelf.sweep_if_due(now, |_, _| {});
            return Ok(Consumed::First);
        }
        let first = open(&shelf, id, grace, now);
        // Only the last exchange is repeated: a successor in use shows that it has arrived.
        Ok(first.filter(|first| !is_used(&first.successor)).map_or(Consumed::Again, |first| {
            Consumed::Repeated { successor: first.successor.clone(), at: first.at }
        }))
    }

    pub(super) fn put(&self, id: Id, grace: &Grace, now: Moment) {
        let mut shelf = self.0.lock(id);
        shelf.put(id, grace.clone(), Until::new(Some(grace.until), now));
        shelf.sweep_if_due(now, |_, _| {});
    }

    /// What a repeated use at this moment gets.
    pub(super) fn open(&self, id: Id, repeat: &Grace, now: Moment) -> Option<Grace> {
        open(&self.0.lock(id), id, repeat, now).cloned()
    }

    pub(super) fn get(&self, id: Id) -> Option<Grace> {
        self.0.lock(id).get(id).cloned()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn restore(&self, id: Id, grace: Grace, until: Until) {
        self.0.lock(id).put(id, grace, until);
    }

    pub(super) fn remove(&self, id: Id) {
        self.0.lock(id).remove(id);
    }

    pub(super) fn sweep(&self, now: Moment) {
        self.0.sweep_all(now, |_, _| {});
    }
}

/// Past its end on either clock it is shut: a clock that is set back must not open it again.
fn open<'s>(shelf: &'s Shelf<Grace>, id: Id, repeat: &Grace, now: Moment) -> Option<&'s Grace> {
    let is_open = |end: Until| end.steady().is_none_or(|end| now.steady < end);
    shelf.get_open(id, is_open).filter(|first| repeat.at <= first.until)
}
