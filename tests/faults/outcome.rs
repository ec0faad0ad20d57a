//! What came of a trial, and what is demanded.

use std::fmt;
use std::time::Duration;

use crate::samples::Speed;

/// So soon after the server answers again, everybody is served.
const RECOVERY: Duration = Duration::from_secs(2);

/// `revocation.timeout`, as it is by default.
const TIMEOUT: Duration = Duration::from_millis(250);

#[derive(Debug)]
pub(crate) struct Outcome {
    /// Store and fault.
    pub(crate) label: String,
    pub(crate) rate: f64,
    /// How many answers were 200, 204, 401 and 503.
    pub(crate) statuses: [usize; 4],
    /// Before the fault and during it, of what needs the store.
    pub(crate) guarded: [Speed; 2],
    /// And of what does not.
    pub(crate) free: [Speed; 2],
    pub(crate) recoveries: Vec<Duration>,
    pub(crate) unknown_uses: u64,
    pub(crate) wrong: Vec<String>,
}

impl Outcome {
    pub(crate) fn demand(&self) {
        let Self { label, guarded, free, recoveries, wrong, .. } = self;
        assert!(wrong.is_empty(), "{label}:\n{}", wrong.join("\n"));
        // Of a machine that is busy with other programs no speed can be demanded.
        let is_busy = free[0].p99 > TIMEOUT / 5;
        let patience = if is_busy { 4 * RECOVERY } else { RECOVERY };
        let is_slow = recoveries.iter().any(|recovery| *recovery > patience);
        assert!(!is_slow, "{label}: {recoveries:?} until it was served");
        if guarded[1].count.min(free[1].count) < 100 {
            // Over before it could be measured.
            return;
        }
        if is_busy {
            return println!("note: {label}: the machine is busy, speeds are not judged");
        }
        let [calm, hit] = guarded.map(|speed| speed.median);
        assert!(hit <= 10 * calm + 2 * TIMEOUT, "{label}: {guarded:?}");
        // Who waited for the store would take as long as the store may.
        let [calm, hit] = free.map(|speed| speed.median);
        assert!(hit <= 10 * calm + TIMEOUT / 2, "{label}: {free:?}");
    }
}

/// A row of the table.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, rate, statuses, recoveries, unknown_uses, wrong, .. } = self;
        let [ok, done, refused, away] = statuses;
        let ([calm, hit], [free, free_hit]) = (self.guarded.map(p99), self.free.map(p99));
        let slowest = recoveries.iter().max().copied().unwrap_or_default().as_secs_f64();
        write!(f, "| {label} | {} | {rate:.0} | {} ", recoveries.len(), ok + done)?;
        write!(f, "| {refused} | {away} | {unknown_uses} | {} ", wrong.len())?;
        write!(f, "| {calm:.1} / {hit:.1} | {free:.1} / {free_hit:.1} | {slowest:.2} |")
    }
}

/// In milliseconds.
fn p99(speed: Speed) -> f64 {
    speed.p99.as_secs_f64() * 1_000.0
}
