//! When a token's entry may go, in six bytes: until two clocks agree, as [`Until`] says it at length.
//!
//! [`Until`]: super::until::Until

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::until::Moment;
use crate::time::Timestamp;

/// The wall clock ahead of the steady one may wander this far before it counts as a jump.
const DRIFT: u64 = 60_000;

/// 4 459 years after the store was made.
const NEVER: i64 = (1 << ERA_BIT) - 1;

const ERA_BIT: u32 = 47;

/// The moment on both clocks, in milliseconds: since 1970, and since the store was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tick {
    wall: i64,
    steady: i64,
}

impl Tick {
    pub(super) fn new(now: Moment, born: std::time::Instant) -> Self {
        let steady = now.steady.saturating_duration_since(born).as_millis();
        Self { wall: millis(now.wall), steady: i64::try_from(steady).unwrap_or(NEVER) }
    }

    /// Later than any.
    pub(super) const NEVER: Self = Self { wall: i64::MAX, steady: i64::MAX };

    /// Whether both clocks have passed this end.
    pub(super) const fn is_past(self, end: Self) -> bool {
        end.steady <= self.steady && end.wall < self.wall
    }

    /// The earlier on each clock.
    pub(super) fn earlier(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), steady: self.steady.min(other.steady) }
    }

    /// How far the wall clock is ahead of the steady one.
    const fn offset(self) -> i64 {
        self.wall.saturating_sub(self.steady)
    }
}

/// Rounded down; zero before 1970.
fn millis(at: Timestamp) -> i64 {
    i64::try_from(at.since(Timestamp::MIN).as_millis()).unwrap_or(i64::MAX)
}

/// The end on the steady clock, and the [era](Eras) that tells the one on the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End([u8; 6]);

impl End {
    fn new(era: Era, steady: i64) -> Self {
        let bits = steady.clamp(0, NEVER) | if era == Era::Odd { 1 << ERA_BIT } else { 0 };
        let [a, b, c, d, e, f, ..] = bits.to_le_bytes();
        Self([a, b, c, d, e, f])
    }

    /// An end that lies on neither clock before `keep_until` does.
    fn at(keep_until: Option<Timestamp>, now: Tick, era: Era) -> Self {
        let steady = keep_until.map_or(NEVER, |until| {
            let ahead = millis(until).saturating_add(1).saturating_sub(now.wall);
            now.steady.saturating_add(1).saturating_add(ahead)
        });
        Self::new(era, steady)
    }

    fn bits(self) -> i64 {
        let [a, b, c, d, e, f] = self.0;
        i64::from_le_bytes([a, b, c, d, e, f, 0, 0])
    }

    fn steady(self) -> i64 {
        self.bits() & NEVER
    }

    pub(super) fn era(self) -> Era {
        if self.bits() > NEVER { Era::Odd } else { Era::Even }
    }
}

/// One of two, so that it takes a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    Even,
    Odd,
}

/// By how much the wall clock was ahead of the steady one when entries came. It jumps rarely, so
/// two values serve all entries: the one before the jump and the one after it. Each is the largest
/// that its entries saw, so an entry may stay too long by what the clock wandered, never too short.
#[derive(Debug, Default)]
pub(super) struct Eras(Mutex<State>);

#[derive(Debug, Clone, Copy, Default)]
struct State {
    even: Span,
    odd: Span,
}

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    offset: i64,
    entries: usize,
}

impl Eras {
    /// The end of an entry that comes now; counts it.
    pub(super) fn enter(&self, keep_until: Option<Timestamp>, now: Tick) -> End {
        let mut state = self.state();
        let era = state.pick(now.offset());
        let span = state.span(era);
        span.offset = if span.entries == 0 { now.offset() } else { span.offset.max(now.offset()) };
        span.entries += 1;
        End::at(keep_until, now, era)
    }

    /// Entries have gone, or never came to be.
    pub(super) fn leave(&self, era: Era, entries: usize) {
        let mut state = self.state();
        let span = state.span(era);
        span.entries = span.entries.saturating_sub(entries);
    }

    /// The later of both on each clock, in the era of `new`.
    pub(super) fn later(&self, old: End, new: End) -> End {
        if old.steady() == NEVER || new.steady() == NEVER {
            return End::new(new.era(), NEVER);
        }
        let mut state = self.state();
        let ahead = state.span(old.era()).offset.saturating_sub(state.span(new.era()).offset);
        let moved = old.steady().saturating_add(ahead.max(0));
        End::new(new.era(), new.steady().max(moved))
    }

    /// Tells of each end when it is, on both clocks. To be asked for under the lock on the
    /// entries: one that comes later may raise the offset.
    pub(super) fn reader(&self) -> impl Fn(End) -> Tick + use<> {
        let state = *self.state();
        move |end| {
            let span = if end.era() == Era::Even { state.even } else { state.odd };
            let steady = end.steady();
            if steady == NEVER {
                return Tick::NEVER;
            }
            Tick { wall: steady.saturating_add(span.offset), steady }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn span(&mut self, era: Era) -> &mut Span {
        match era {
            Era::Even => &mut self.even,
            Era::Odd => &mut self.odd,
        }
    }

    /// The one of this offset, else one that is free, else the one that must be raised least.
    fn pick(&self, offset: i64) -> Era {
        let fits = |span: &Span| span.entries > 0 && span.offset.abs_diff(offset) <= DRIFT;
        let even = if fits(&self.even) || fits(&self.odd) {
            fits(&self.even)
        } else if self.even.entries == 0 || self.odd.entries == 0 {
            self.even.entries == 0
        } else {
            self.even.offset >= self.odd.offset
        };
        if even { Era::Even } else { Era::Odd }
    }
}
