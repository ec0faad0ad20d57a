//! The copy that answers, and the one that is being read to take its place.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;

use super::bell::Bell;
use super::copy::Copy;
use crate::revocation::memory::Record;
use crate::revocation::shared::{Epoch, EpochState, Sink};
use crate::revocation::{MemoryStore, Query, Standing, StoreError, StoreHealth};
use crate::time::Clock;

/// What a feed fills and requests ask.
#[derive(Debug)]
pub(super) struct Copies {
    /// Complete, if also old.
    current: ArcSwapOption<Copy>,
    state: Mutex<State>,
    /// The feed has found data missing: nobody answers from what was copied of them.
    is_lost: AtomicBool,
    /// Whether requests are refused for it; only for the log.
    is_refusing: AtomicBool,
    pub(super) bell: Bell,
    max_staleness: Duration,
    clock: Clock,
    born: Instant,
}

#[derive(Debug, Default)]
struct State {
    /// Of another epoch, and not complete yet.
    next: Option<Next>,
    /// When a change of this node's own was last acknowledged.
    changed: Option<Instant>,
}

#[derive(Debug)]
struct Next {
    copy: Arc<Copy>,
    /// What this node changed before may be missing from what was read earlier.
    not_before: Option<Instant>,
}

impl Copies {
    pub(super) fn new(max_staleness: Duration, clock: Clock) -> Self {
        Self {
            current: ArcSwapOption::empty(),
            state: Mutex::default(),
            is_lost: AtomicBool::new(false),
            is_refusing: AtomicBool::new(false),
            bell: Bell::default(),
            max_staleness,
            clock,
            born: Instant::now(),
        }
    }

    /// # Errors
    ///
    /// [`StoreError::Stale`] if the copy is older than allowed at this moment, or not there yet;
    /// [`StoreError::Lost`].
    pub(super) fn check(&self, query: &Query<'_>) -> Result<Standing, StoreError> {
        let current = self.current.load();
        self.usable(current.as_ref()).map(|copy| copy.standing(query))
    }

    pub(super) fn health(&self) -> Result<StoreHealth, StoreError> {
        let current = self.current.load();
        let copy = self.usable(current.as_ref())?;
        let entries = u64::try_from(copy.entries.len()).ok();
        Ok(StoreHealth { entries, staleness: Some(copy.age()) })
    }

    fn usable<'c>(&self, copy: Option<&'c Arc<Copy>>) -> Result<&'c Copy, StoreError> {
        if self.is_lost.load(Ordering::Acquire) {
            return Err(StoreError::Lost);
        }
        let fresh = copy.filter(|copy| copy.age() <= self.max_staleness);
        let copy = fresh.ok_or(StoreError::Stale)?;
        match copy.epoch.state {
            EpochState::Good => Ok(copy),
            EpochState::Lost => Err(StoreError::Lost),
        }
    }

    /// Of the copy that is being read: how much there is of it.
    pub(super) fn progress(&self) -> usize {
        let next = self.state().next.as_ref().map(|next| Arc::clone(&next.copy));
        next.map_or(0, |copy| copy.entries.len())
    }

    /// A change that the store has acknowledged to this node: known here before the caller hears
    /// of it, whenever the feed will tell.
    pub(super) fn change(&self, record: impl Fn(&MemoryStore) -> Record) {
        let mut state = self.state();
        let current = self.current.load_full();
        for copy in current.iter().chain(state.next.as_ref().map(|next| &next.copy)) {
            copy.tell(record(&copy.entries));
        }
        state.changed = Some(Instant::now());
    }

    /// Why the feed has ended. It begins anew; until then the copy ages.
    pub(super) fn heed(&self, error: &StoreError) {
        tracing::debug!(target: "paseto", "the copy of the revocation store is read anew: {error}");
        if matches!(error, StoreError::Lost) {
            self.is_lost.store(true, Ordering::Release);
        }
    }

    /// A little of what time brings: to be called often.
    pub(super) fn tick(&self) {
        self.bell.tick();
        let current = self.current.load_full();
        if let Some(copy) = &current {
            copy.entries.sweep_a_little();
        }
        let is_refusing = self.usable(current.as_ref()).is_err();
        if is_refusing != self.is_refusing.swap(is_refusing, Ordering::Relaxed) {
            log(is_refusing);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Copies {
    /// Of the same epoch, what comes is added to what is there: nothing is unrevoked in an epoch.
    fn begin(&self, epoch: &Arc<Epoch>) {
        let mut state = self.state();
        let is_same = |copy: &Arc<Copy>| *copy.epoch == **epoch;
        if self.current.load().as_ref().is_some_and(is_same) {
            state.next = None;
        } else if !state.next.as_ref().is_some_and(|next| is_same(&next.copy)) {
            let copy = Arc::new(Copy::new(epoch, self.clock.clone(), self.born));
            state.next = Some(Next { copy, not_before: state.changed });
        }
    }

    fn tell(&self, record: Record) {
        let state = self.state();
        if let Some(next) = &state.next {
            next.copy.tell(record);
            return;
        }
        let is_news = self.current.load().as_ref().is_some_and(|copy| copy.tell(record));
        drop(state);
        if is_news {
            self.bell.ring();
        }
    }

    fn complete(&self, as_of: Instant) {
        let mut state = self.state();
        if let Some(next) = &state.next {
            if next.not_before.is_some_and(|instant| as_of < instant) {
                return;
            }
            self.current.store(Some(Arc::clone(&next.copy)));
            state.next = None;
            self.bell.ring();
        }
        if let Some(copy) = self.current.load().as_ref() {
            copy.complete(as_of);
            self.is_lost.store(false, Ordering::Release);
        }
    }
}

fn log(is_refusing: bool) {
    if is_refusing {
        tracing::error!(
            target: "paseto",
            "the copy of the revocation store cannot be relied on: tokens are answered with 503"
        );
    } else {
        tracing::warn!(target: "paseto", "the copy of the revocation store is good again");
    }
}
