//! Tells open connections that something has been revoked, but not a thousand times a second.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::revocation::{Announcer, Changes};

/// All that happens meanwhile is told at once.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Debug, Default)]
pub(super) struct Bell {
    announcer: Announcer,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    rung: Option<Instant>,
    is_due: bool,
}

impl Bell {
    /// At once after a time of silence, else with the next [`tick`](Self::tick) that may.
    pub(super) fn ring(&self) {
        self.state().is_due = true;
        self.tick();
    }

    pub(super) fn tick(&self) {
        let mut state = self.state();
        if state.is_due && state.rung.is_none_or(|last| last.elapsed() >= PAUSE) {
            *state = State { rung: Some(Instant::now()), is_due: false };
            drop(state);
            self.announcer.announce();
        }
    }

    pub(super) fn changes(&self) -> Changes {
        self.announcer.changes()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
