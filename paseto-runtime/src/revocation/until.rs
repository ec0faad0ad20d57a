//! How long an entry stays: until two clocks agree that it may go.

use std::time::Instant;

use crate::time::Timestamp;

/// What time it is on both clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) wall: Timestamp,
    pub(super) steady: Instant,
}

/// The end of an entry's life on both clocks; for ever if there is none.
///
/// A wall clock that jumps ahead would otherwise purge what still counts, and bring revoked tokens
/// back to life when it is set right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until(Option<Moment>);

impl Until {
    pub(super) fn new(keep_until: Option<Timestamp>, now: Moment) -> Self {
        Self(keep_until.and_then(|wall| {
            let steady = now.steady.checked_add(wall.since(now.wall))?;
            Some(Moment { wall, steady })
        }))
    }

    pub(super) fn is_over(self, now: Moment) -> bool {
        self.0.is_some_and(|end| end.wall < now.wall && end.steady <= now.steady)
    }

    /// Before this instant the entry cannot go.
    pub(super) fn steady(self) -> Option<Instant> {
        self.0.map(|end| end.steady)
    }

    /// The later of two ends, on each clock.
    pub(super) fn later(self, other: Self) -> Self {
        Self(
            self.0
                .zip(other.0)
                .map(|(a, b)| Moment { wall: a.wall.max(b.wall), steady: a.steady.max(b.steady) }),
        )
    }
}
