//! The families there are, by id and by subject.

use std::collections::HashSet;
use std::sync::MutexGuard;

use dashmap::{DashMap, Entry};

use super::FamilyRecord;
use super::id::{Id, IdHasher};
use super::places::Places;
use super::shelves::{Shelf, Shelves};
use super::until::{Moment, Until};
use crate::time::Timestamp;

type Owners = DashMap<Id, Vec<Id>, IdHasher>;

#[derive(Debug)]
pub(super) struct Families {
    records: Shelves<Listed>,
    /// The families of a subject. Locked after a shelf of records, never before one.
    owners: Owners,
}

/// A [`FamilyRecord`], its subject as an id.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) family: String,
    pub(super) subject: Id,
    pub(super) began: Timestamp,
    pub(super) last_used: Timestamp,
    pub(super) keep_until: Option<Timestamp>,
    pub(super) label: Option<String>,
    /// What was made until then is used up.
    pub(super) used: Option<Timestamp>,
}

impl Listed {
    pub(super) fn new(record: &FamilyRecord, subject: Id, used: Option<Timestamp>) -> Self {
        Self {
            family: record.family.clone(),
            subject,
            began: record.began,
            last_used: record.last_used,
            keep_until: record.keep_until,
            label: record.label.clone(),
            used,
        }
    }

    pub(super) fn into_record(self, subject: &str) -> FamilyRecord {
        FamilyRecord {
            family: self.family,
            subject: subject.to_owned(),
            began: self.began,
            last_used: self.last_used,
            keep_until: self.keep_until,
            label: self.label,
        }
    }

    /// Whether a token that renews the family, and was made then, is used up.
    pub(super) fn has_used(&self, made: Timestamp) -> bool {
        self.used.is_some_and(|used| made <= used)
    }

    fn touch(&mut self, new: Self) {
        self.last_used = self.last_used.max(new.last_used);
        self.keep_until = self.keep_until.zip(new.keep_until).map(|(old, new)| old.max(new));
        self.label = new.label.or(self.label.take());
        self.used = self.used.max(new.used);
    }
}

impl Families {
    pub(super) fn new() -> Self {
        Self { records: Shelves::new(), owners: DashMap::default() }
    }

    /// What is decided of a family is decided by who holds it: a log-out and a use do not cross.
    pub(super) fn lock(&self, id: Id) -> Family<'_> {
        Family { id, shelf: self.records.lock(id), owners: &self.owners }
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn of(&self, subject: Id) -> Vec<Id> {
        self.owners.get(&subject).map(|ids| ids.clone()).unwrap_or_default()
    }

    /// Those of a subject that had begun by then; in one walk, however many there are.
    pub(super) fn forget_begun(&self, subject: Id, before: Timestamp, places: &Places) {
        let ids = self.of(subject).into_iter();
        let gone: HashSet<Id, IdHasher> = ids.filter(|id| self.remove_begun(*id, before)).collect();
        places.give_back(gone.len());
        if let Entry::Occupied(mut owned) = self.owners.entry(subject) {
            owned.get_mut().retain(|id| !gone.contains(id));
            if owned.get().is_empty() {
                owned.remove();
            }
        }
    }

    fn remove_begun(&self, id: Id, before: Timestamp) -> bool {
        let mut shelf = self.records.lock(id);
        shelf.get(id).is_some_and(|record| record.began <= before) && shelf.remove(id).is_some()
    }

    pub(super) fn sweep(&self, now: Moment, places: &Places) {
        self.records.sweep_all(now, |id, gone| forget(&self.owners, id, &gone, places));
    }
}

fn forget(owners: &Owners, id: Id, gone: &Listed, places: &Places) {
    places.give_back(1);
    if let Entry::Occupied(mut owned) = owners.entry(gone.subject) {
        owned.get_mut().retain(|other| *other != id);
        if owned.get().is_empty() {
            owned.remove();
        }
    }
}

/// One family, held: known or not.
#[derive(Debug)]
pub(super) struct Family<'f> {
    pub(super) id: Id,
    shelf: MutexGuard<'f, Shelf<Listed>>,
    owners: &'f Owners,
}

impl Family<'_> {
    pub(super) fn record(&self) -> Option<&Listed> {
        self.shelf.get(self.id)
    }

    pub(super) fn is_known(&self) -> bool {
        self.record().is_some()
    }

    /// One that is new is in a place that the caller took.
    pub(super) fn put(&mut self, new: Listed, until: Until) {
        if let Some((old, end)) = self.shelf.get_mut(self.id) {
            old.touch(new);
            *end = end.later(until);
            return;
        }
        self.owners.entry(new.subject).or_default().push(self.id);
        self.shelf.put(self.id, new, until);
    }

    pub(super) fn remove(&mut self, places: &Places) {
        if let Some(gone) = self.shelf.remove(self.id) {
            forget(self.owners, self.id, &gone, places);
        }
    }

    /// As [`Shelf::sweep_if_due`].
    pub(super) fn sweep_if_due(&mut self, now: Moment, places: &Places) {
        let owners = self.owners;
        self.shelf.sweep_if_due(now, |id, gone| forget(owners, id, &gone, places));
    }
}
