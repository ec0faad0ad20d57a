//! Revocations in this process's memory: fast, bounded, and gone when it ends.

use std::time::Instant;

use super::end::Tick;
use super::families::Families;
use super::graces::Graces;
use super::id::{Id, IdKey};
use super::places::{Places, Room};
use super::subjects::Subjects;
use super::tokens::Tokens;
use super::until::{Moment, Until};
use super::{
    Announcer, Changes, Consumed, Consumption, FamilyRecord, Query, Revocation, RevocationStore,
    Standing, StoreError, StoreFuture, StoreHealth,
};
use crate::time::{Clock, Timestamp};

/// A store in memory, for one process. What it knows is lost with the process.
///
/// Full means [`StoreError::Full`]: an entry that still counts is never given up for another.
/// An entry goes once the wall clock and the monotonic clock both say that its time has passed.
/// Names are kept as hashes under a key of the store's own, about 32 bytes a token that is revoked
/// or used up. A family that is listed takes a place too, and keeps its id and label as they are.
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
/// let query = Query { jti: Some("a".into()), ..Query::default() };
/// assert_eq!(store.check(&query).await?, Standing::Revoked);
/// # Ok::<(), actix_paseto::revocation::StoreError>(()) }).unwrap().unwrap();
/// ```
#[derive(Debug)]
pub struct MemoryStore {
    /// Revoked, or used up; also the families that are revoked.
    pub(super) tokens: Tokens,
    pub(super) subjects: Subjects,
    pub(super) families: Families,
    pub(super) graces: Graces,
    pub(super) places: Places,
    pub(super) key: IdKey,
    pub(super) clock: Clock,
    born: Instant,
    announcer: Announcer,
}

/// A revocation whose name is an id already.
#[derive(Debug, Clone, Copy)]
pub(super) enum Record {
    Token { id: Id, keep_until: Option<Timestamp> },
    Family { id: Id, keep_until: Option<Timestamp> },
    Subject { id: Id, before: Timestamp, keep_until: Option<Timestamp> },
}

impl Record {
    /// The same, to be kept at least this long.
    pub(super) fn at_least(self, end: Timestamp) -> Self {
        let later = |until: Option<Timestamp>| until.map(|until| until.max(end));
        match self {
            Self::Token { id, keep_until } => Self::Token { id, keep_until: later(keep_until) },
            Self::Family { id, keep_until } => Self::Family { id, keep_until: later(keep_until) },
            Self::Subject { id, before, keep_until } => {
                Self::Subject { id, before, keep_until: later(keep_until) }
            }
        }
    }
}

impl MemoryStore {
    /// An empty store for at most `capacity` entries; tokens, families and subjects count alike.
    #[must_use]
    pub fn new(capacity: usize, clock: Clock) -> Self {
        Self::with_key(IdKey::random(), capacity, clock)
    }

    pub(super) fn with_key(key: IdKey, capacity: usize, clock: Clock) -> Self {
        let born = Instant::now();
        Self {
            tokens: Tokens::new(),
            subjects: Subjects::new(),
            families: Families::new(),
            graces: Graces::new(),
            places: Places::new(capacity),
            key,
            clock,
            born,
            announcer: Announcer::new(),
        }
    }

    /// How many entries there are; those whose time has passed count until they are swept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len() + self.subjects.len() + self.families.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn standing(&self, query: &Query<'_>) -> Standing {
        self.standing_of(query, query.issued_at)
    }

    pub(super) fn standing_of(&self, query: &Query<'_>, issued_at: Option<Timestamp>) -> Standing {
        let named = self.names(query) || self.has_used(query);
        if named || self.is_subject_revoked(query, issued_at) {
            Standing::Revoked
        } else {
            Standing::Live
        }
    }

    /// Whether a token was revoked or used up.
    pub(super) fn knows(&self, jti: &str) -> bool {
        self.tokens.contains(self.key.id(jti))
    }

    /// Where nothing is revoked, nothing is hashed.
    fn names(&self, query: &Query<'_>) -> bool {
        if self.tokens.is_empty() {
            return false;
        }
        let family = query.family.as_deref().map(|family| self.key.family(family));
        let mut ids = query.jtis().map(|jti| self.key.id(jti)).chain(family);
        ids.any(|id| self.tokens.contains(id))
    }

    fn has_used(&self, query: &Query<'_>) -> bool {
        let renews = query.family.as_deref().zip(query.renews);
        renews.is_some_and(|(family, made)| {
            let family = self.families.lock(self.key.family(family));
            family.record().is_some_and(|record| record.has_used(made))
        })
    }

    fn is_subject_revoked(&self, query: &Query<'_>, issued_at: Option<Timestamp>) -> bool {
        if self.subjects.is_empty() {
            return false;
        }
        let subject = query.subject.as_ref();
        subject.is_some_and(|key| self.subjects.is_revoked(self.key.subject(key), issued_at))
    }

    /// To be called once what was revoked is known of here.
    pub(super) fn announce(&self) {
        self.announcer.announce();
    }

    pub(super) fn record(&self, revocation: &Revocation) -> Record {
        match revocation {
            Revocation::Token { jti, keep_until } => {
                Record::Token { id: self.key.id(jti), keep_until: *keep_until }
            }
            Revocation::Family { family, keep_until } => {
                Record::Family { id: self.key.family(family), keep_until: *keep_until }
            }
            Revocation::Subject { subject, before, keep_until } => {
                let id = self.key.id(subject);
                Record::Subject { id, before: *before, keep_until: *keep_until }
            }
        }
    }

    pub(super) fn keep(&self, record: Record) -> Result<(), StoreError> {
        self.with_room(|now| self.put(record, now, self.places.limited()))
    }

    /// Once more if there was no room, after all that is over has gone.
    pub(super) fn with_room<T>(
        &self,
        act: impl Fn(Moment) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let now = self.moment();
        self.sweep_next(now);
        // Another thread may have taken the last place since.
        act(now).or_else(|_| {
            self.sweep(now);
            act(now)
        })
    }

    /// Keeps it whether there is room or not: it counts on the disk already.
    pub(super) fn restore(&self, record: Record) {
        // Without a limit nothing is ever full.
        let kept = self.put(record, self.moment(), self.places.unlimited());
        debug_assert!(kept.is_ok());
    }

    pub(super) fn holds(&self, record: Record) -> bool {
        match record {
            Record::Token { id, .. } | Record::Family { id, .. } => self.tokens.contains(id),
            Record::Subject { id, .. } => self.subjects.contains(id),
        }
    }

    fn put(&self, record: Record, now: Moment, room: Room<'_>) -> Result<(), StoreError> {
        match record {
            Record::Token { id, keep_until } => {
                self.tokens.keep(id, keep_until, self.tick(now), room)?;
                self.graces.remove(id);
            }
            Record::Family { id, keep_until } => self.end_family(id, keep_until, now, room)?,
            Record::Subject { id, before, keep_until } => {
                self.subjects.keep(id, before, Until::new(keep_until, now), room)?;
                self.forget_families(id, before);
            }
        }
        Ok(())
    }

    /// One table of many, another at each call: for who has no revocations that come with it.
    #[cfg(any(feature = "redis", feature = "postgres"))]
    pub(super) fn sweep_a_little(&self) {
        self.sweep_next(self.moment());
    }

    fn sweep_next(&self, now: Moment) {
        self.tokens.sweep_next(self.tick(now), &self.places);
        self.subjects.sweep_next(now, &self.places);
    }

    /// Drops all that both clocks allow.
    pub(super) fn sweep_everything(&self) {
        self.sweep(self.moment());
    }

    fn sweep(&self, now: Moment) {
        self.tokens.sweep_all(self.tick(now), &self.places);
        self.subjects.sweep_all(now, &self.places);
        self.families.sweep(now, &self.places);
        self.graces.sweep(now);
    }

    pub(super) fn moment(&self) -> Moment {
        Moment { wall: self.clock.now(), steady: Instant::now() }
    }

    pub(super) fn tick(&self, now: Moment) -> Tick {
        Tick::new(now, self.born)
    }
}

impl RevocationStore for MemoryStore {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(std::future::ready(Ok(self.standing(query))))
    }

    fn check_now(&self, query: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        Some(Ok(self.standing(query)))
    }

    /// Families are asked about by those that renew them alone.
    fn revokes_nothing(&self) -> bool {
        self.tokens.is_empty() && self.subjects.is_empty()
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        let kept = self.keep(self.record(revocation));
        if kept.is_ok() {
            self.announce();
        }
        Box::pin(std::future::ready(kept))
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        Box::pin(std::future::ready(self.consume_and_tell(consumption)))
    }

    fn consume_now(&self, consumption: &Consumption) -> Option<Result<Consumed, StoreError>> {
        Some(self.consume_and_tell(consumption))
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        Box::pin(std::future::ready(self.list(family)))
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        Box::pin(std::future::ready(Ok(self.listed(subject))))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        let entries = u64::try_from(self.len()).ok();
        Box::pin(std::future::ready(Ok(StoreHealth { entries, staleness: None })))
    }

    fn changes(&self) -> Option<Changes> {
        Some(self.announcer.changes())
    }
}
