//! When a source was last read with success.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::time::Timestamp;

/// Some instant of this process, from which the others are counted.
static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);

/// An instant by two clocks: one can be set back, the other stands still while the machine sleeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    wall: u64,
    steady: u64,
}

impl Moment {
    /// This instant; `now` is what the profile's clock says.
    pub(super) fn new(now: Timestamp) -> Self {
        let steady = u64::try_from(BEGINNING.elapsed().as_micros()).unwrap_or(u64::MAX);
        Self { wall: now.to_unix_micros(), steady }
    }

    /// The longer of what the two clocks say.
    fn since(self, earlier: Self) -> Duration {
        let wall = self.wall.saturating_sub(earlier.wall);
        Duration::from_micros(wall.max(self.steady.saturating_sub(earlier.steady)))
    }
}

/// When a source was last read with success. Written by the keeper, read by every request that
/// makes a token.
#[derive(Debug, Default)]
pub(crate) struct Freshness {
    wall: AtomicU64,
    steady: AtomicU64,
}

impl Freshness {
    /// Who reads in between takes it for as old as it was.
    pub(super) fn renew(&self, read: Moment) {
        self.wall.store(read.wall, Ordering::Relaxed);
        self.steady.store(read.steady, Ordering::Relaxed);
    }

    pub(super) fn age(&self, now: Timestamp) -> Duration {
        let (wall, steady) = (&self.wall, &self.steady);
        let read =
            Moment { wall: wall.load(Ordering::Relaxed), steady: steady.load(Ordering::Relaxed) };
        Moment::new(now).since(read)
    }
}
