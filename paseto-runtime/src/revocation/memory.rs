//! Revocations in this process's memory: fast, bounded, and gone when it ends.

use std::time::Instant;

use super::end::Tick;
use super::id::{Id, IdKey};
use super::places::{Places, Room};
use super::subjects::Subjects;
use super::tokens::Tokens;
use super::until::{Moment, Until};
use super::{Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture};
use crate::time::{Clock, Timestamp};

/// A store in memory, for one process. What it knows is lost with the process.
///
/// Full means [`StoreError::Full`]: an entry that still counts is never given up for another.
/// An entry goes once the wall clock and the monotonic clock both say that its time has passed.
/// Names are kept as hashes under a key of the store's own, about 32 bytes a revoked token.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::revocation::{MemoryStore, Query, Revocation, RevocationStore, Standing};
/// use actix_paseto::time::Clock;
///
/// # futures_util::FutureExt::now_or_never(async {
/// let store = MemoryStore::new(1_000_000, Clock::system());
/// store.revoke(&Revocation::Token { jti: "a".to_owned(), keep_until: None }).await?;
///
/// let query = Query { jti: Some("a".to_owned()), ..Query::default() };
/// assert_eq!(store.check(&query).await?, Standing::Revoked);
/// # Ok::<(), actix_paseto::revocation::StoreError>(()) }).unwrap().unwrap();
/// ```
#[derive(Debug)]
pub struct MemoryStore {
    tokens: Tokens,
    subjects: Subjects,
    places: Places,
    key: IdKey,
    clock: Clock,
    born: Instant,
}

/// A revocation whose name is an id already.
#[derive(Debug, Clone, Copy)]
pub(super) enum Record {
    Token { id: Id, keep_until: Option<Timestamp> },
    Subject { id: Id, before: Timestamp, keep_until: Option<Timestamp> },
}

impl Record {
    /// The same, to be kept at least this long.
    pub(super) fn at_least(self, end: Timestamp) -> Self {
        let later = |until: Option<Timestamp>| until.map(|until| until.max(end));
        match self {
            Self::Token { id, keep_until } => Self::Token { id, keep_until: later(keep_until) },
            Self::Subject { id, before, keep_until } => {
                Self::Subject { id, before, keep_until: later(keep_until) }
            }
        }
    }
}

impl MemoryStore {
    /// An empty store for at most `capacity` entries; tokens and subjects count alike.
    #[must_use]
    pub fn new(capacity: usize, clock: Clock) -> Self {
        Self::with_key(IdKey::random(), capacity, clock)
    }

    pub(super) fn with_key(key: IdKey, capacity: usize, clock: Clock) -> Self {
        let born = Instant::now();
        Self {
            tokens: Tokens::new(),
            subjects: Subjects::new(born),
            places: Places::new(capacity),
            key,
            clock,
            born,
        }
    }

    /// How many entries there are; those whose time has passed count until they are swept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len() + self.subjects.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn standing(&self, query: &Query) -> Standing {
        let token = query.jti.as_deref().is_some_and(|jti| self.tokens.contains(self.key.id(jti)));
        if token || self.is_subject_revoked(query) { Standing::Revoked } else { Standing::Live }
    }

    fn is_subject_revoked(&self, query: &Query) -> bool {
        let subject = query.subject.as_deref();
        subject.is_some_and(|name| self.subjects.is_revoked(self.key.id(name), query.issued_at))
    }

    pub(super) fn record(&self, revocation: &Revocation) -> Record {
        match revocation {
            Revocation::Token { jti, keep_until } => {
                Record::Token { id: self.key.id(jti), keep_until: *keep_until }
            }
            Revocation::Subject { subject, before, keep_until } => {
                let id = self.key.id(subject);
                Record::Subject { id, before: *before, keep_until: *keep_until }
            }
        }
    }

    pub(super) fn keep(&self, record: Record) -> Result<(), StoreError> {
        let now = self.moment();
        if self.tokens.sweep_next(self.tick(now), &self.places) {
            self.subjects.sweep(now, &self.places);
        }
        // Another thread may have taken the last place since.
        self.put(record, now, self.places.limited()).or_else(|_| {
            self.sweep(now);
            self.put(record, now, self.places.limited())
        })
    }

    /// Keeps it whether there is room or not: it counts on the disk already.
    pub(super) fn restore(&self, record: Record) {
        // Without a limit nothing is ever full.
        let kept = self.put(record, self.moment(), self.places.unlimited());
        debug_assert!(kept.is_ok());
    }

    /// Whether it could be kept after this many others; what is known needs no room.
    pub(super) fn has_room_for(&self, record: Record, others: usize) -> bool {
        let has_room = || self.places.have_room_for(others.saturating_add(1));
        self.holds(record) || has_room() || {
            self.sweep_everything();
            has_room()
        }
    }

    pub(super) fn holds(&self, record: Record) -> bool {
        match record {
            Record::Token { id, .. } => self.tokens.contains(id),
            Record::Subject { id, .. } => self.subjects.contains(id),
        }
    }

    fn put(&self, record: Record, now: Moment, room: Room<'_>) -> Result<(), StoreError> {
        match record {
            Record::Token { id, keep_until } => {
                self.tokens.keep(id, keep_until, self.tick(now), room)
            }
            Record::Subject { id, before, keep_until } => {
                self.subjects.keep(id, before, Until::new(keep_until, now), room)
            }
        }
    }

    /// Drops all that both clocks allow.
    pub(super) fn sweep_everything(&self) {
        self.sweep(self.moment());
    }

    fn sweep(&self, now: Moment) {
        self.tokens.sweep_all(self.tick(now), &self.places);
        self.subjects.sweep(now, &self.places);
    }

    fn moment(&self) -> Moment {
        Moment { wall: self.clock.now(), steady: Instant::now() }
    }

    fn tick(&self, now: Moment) -> Tick {
        Tick::new(now, self.born)
    }
}

impl RevocationStore for MemoryStore {
    fn check<'a>(&'a self, query: &'a Query) -> StoreFuture<'a, Standing> {
        Box::pin(std::future::ready(Ok(self.standing(query))))
    }

    fn check_now(&self, query: &Query) -> Option<Result<Standing, StoreError>> {
        Some(Ok(self.standing(query)))
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(std::future::ready(self.keep(self.record(revocation))))
    }
}
