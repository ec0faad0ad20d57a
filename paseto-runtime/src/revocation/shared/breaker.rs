//! Spares a store that does not answer, and the requests that would wait for it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::super::StoreError;

/// After as many failures in a row nobody waits any more.
const TOLERATED: u32 = 16;

/// How often one is let through to see whether it answers again: recovery takes no longer.
const PROBE: Duration = Duration::from_millis(100);

#[derive(Debug, Default)]
pub(in crate::revocation) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    probed: Option<Instant>,
}

/// One question on its way. Dropped without a word, as by a caller that waits no longer, it counts
/// as a failure.
#[derive(Debug)]
pub(in crate::revocation) struct Passage<'b> {
    breaker: &'b Breaker,
    is_answered: bool,
}

impl Breaker {
    /// # Errors
    ///
    /// [`StoreError::Unreachable`] at once while the store does not answer.
    pub(in crate::revocation) fn pass(&self) -> Result<Passage<'_>, StoreError> {
        let mut state = self.state();
        if state.failures >= TOLERATED {
            let now = Instant::now();
            if state.probed.is_some_and(|last| now.duration_since(last) < PROBE) {
                return Err(StoreError::Unreachable("it has not answered for a while".into()));
            }
            state.probed = Some(now);
        }
        Ok(Passage { breaker: self, is_answered: false })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Passage<'_> {
    /// It answered, whatever it said.
    pub(in crate::revocation) fn answered(mut self) {
        self.is_answered = true;
        *self.breaker.state() = State::default();
    }
}

impl Drop for Passage<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            let mut state = self.breaker.state();
            state.failures = state.failures.saturating_add(1);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn after_many_failures_one_in_a_while_is_let_through() {
        let breaker = Breaker::default();
        for _ in 0..TOLERATED {
            drop(breaker.pass().unwrap());
        }
        let probe = breaker.pass().unwrap();
        assert!(breaker.pass().is_err());
        probe.answered();
        breaker.pass().unwrap().answered();
    }
}
