//! Revocations in this process's memory: fast, bounded, and gone when it ends.

use std::hash::Hash;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use dashmap::{DashMap, Entry};

use super::until::{Moment, Until};
use super::{Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture};
use crate::time::{Clock, Timestamp};

/// Below this many entries nothing is swept, unless the capacity is smaller still.
const FIRST_SWEEP: usize = 1_024;

/// A store in memory, for one process. What it knows is lost with the process.
///
/// Full means [`StoreError::Full`]: an entry that still counts is never given up for another.
/// An entry goes once the wall clock and the monotonic clock both say that its time has passed.
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
    tokens: DashMap<Box<str>, Until>,
    subjects: DashMap<Box<str>, Watermark>,
    clock: Clock,
    capacity: usize,
    /// Places taken; never less than the entries there are.
    used: AtomicUsize,
    /// At this many entries the next sweep is due.
    sweep_at: AtomicUsize,
    /// Milliseconds after `born` before which no entry can go.
    idle_until: AtomicU64,
    /// Who finds the store full waits for the sweep that another thread is at.
    sweeping: Mutex<()>,
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

impl MemoryStore {
    /// An empty store for at most `capacity` entries; tokens and subjects count alike.
    #[must_use]
    pub fn new(capacity: usize, clock: Clock) -> Self {
        Self {
            tokens: DashMap::new(),
            subjects: DashMap::new(),
            clock,
            capacity,
            used: AtomicUsize::new(0),
            sweep_at: AtomicUsize::new(capacity.min(FIRST_SWEEP)),
            idle_until: AtomicU64::new(u64::MAX),
            sweeping: Mutex::new(()),
            born: Instant::now(),
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
        let token = query.jti.as_deref().is_some_and(|jti| self.tokens.contains_key(jti));
        if token || self.is_subject_revoked(query) { Standing::Revoked } else { Standing::Live }
    }

    fn is_subject_revoked(&self, query: &Query) -> bool {
        let Some(mark) = query.subject.as_deref().and_then(|subject| self.subjects.get(subject))
        else {
            return false;
        };
        query.issued_at.is_none_or(|at| at <= mark.before)
    }

    fn keep(&self, revocation: &Revocation) -> Result<(), StoreError> {
        let now = self.moment();
        if self.used.load(Ordering::Acquire) >= self.sweep_at.load(Ordering::Acquire) {
            self.sweep(now);
        }
        // Another thread may have taken the last place after the sweep was found not to be due.
        self.put(revocation, now).or_else(|_| {
            self.sweep(now);
            self.put(revocation, now)
        })
    }

    fn put(&self, revocation: &Revocation, now: Moment) -> Result<(), StoreError> {
        match revocation {
            Revocation::Token { jti, keep_until } => {
                let until = Until::new(*keep_until, now);
                self.put_in(&self.tokens, jti, until, |old| *old = old.later(until))?;
                self.note_end(until);
            }
            Revocation::Subject { subject, before, keep_until } => {
                let mark = Watermark { before: *before, until: Until::new(*keep_until, now) };
                self.put_in(&self.subjects, subject, mark, |old| *old = old.later(mark))?;
                self.note_end(mark.until);
            }
        }
        Ok(())
    }

    /// Holds the key's shard all along, so that no sweep comes between the question and the act.
    fn put_in<V>(
        &self,
        map: &DashMap<Box<str>, V>,
        key: &str,
        value: V,
        extend: impl FnOnce(&mut V),
    ) -> Result<(), StoreError> {
        match map.entry(key.into()) {
            Entry::Occupied(mut entry) => extend(entry.get_mut()),
            Entry::Vacant(entry) => {
                self.take_place()?;
                entry.insert(value);
            }
        }
        Ok(())
    }

    /// Before the entry, not after it: threads that race for the last place cannot both have it.
    fn take_place(&self) -> Result<(), StoreError> {
        let next = |used| (used < self.capacity).then_some(used + 1);
        self.used
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, next)
            .map_or(Err(StoreError::Full), |_| Ok(()))
    }

    /// Drops what both clocks allow. Skipped while nothing can go, so that a full store does not
    /// pay for a walk through all of it at every attempt.
    fn sweep(&self, now: Moment) {
        let _one_at_a_time = self.sweeping.lock().unwrap_or_else(PoisonError::into_inner);
        if self.millis(now.steady) < self.idle_until.load(Ordering::Acquire) {
            return;
        }
        // Reset first: an entry that comes during the walk lowers it again.
        self.idle_until.store(u64::MAX, Ordering::Release);
        self.sweep_map(&self.tokens, now, |until| *until);
        self.sweep_map(&self.subjects, now, |mark| mark.until);
        let live = self.used.load(Ordering::Acquire);
        let next = live.saturating_mul(2).max(FIRST_SWEEP).min(self.capacity);
        self.sweep_at.store(next, Ordering::Release);
    }

    fn sweep_map<K: Eq + Hash, V>(
        &self,
        map: &DashMap<K, V>,
        now: Moment,
        until: impl Fn(&V) -> Until,
    ) {
        map.retain(|_, value| {
            let until = until(value);
            let over = until.is_over(now);
            if over {
                self.used.fetch_sub(1, Ordering::AcqRel);
            } else {
                self.note_end(until);
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

    fn moment(&self) -> Moment {
        Moment { wall: self.clock.now(), steady: Instant::now() }
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
        Box::pin(std::future::ready(self.keep(revocation)))
    }
}
