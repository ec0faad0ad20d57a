//! One life of a store's data, from the moment it was begun until it is lost.

use std::time::{SystemTime, UNIX_EPOCH};

use super::super::id::IdKey;
use crate::time::Timestamp;

/// Kept in the store beside the data, without an end: who asks and finds another one, or none,
/// knows that the data are not those that he knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::revocation) struct Epoch {
    /// When it began, in nanoseconds since 1970, then chance: of two, the later one is greater.
    pub(in crate::revocation) id: u128,
    /// Makes names ids. Beside the data, as in a file: it hides no name from who holds both, and
    /// lets nobody choose names that meet.
    pub(in crate::revocation) key: IdKey,
    /// A login at or before this instant counts no longer: what was revoked of it is not known.
    /// `None` once an operator has vouched for the data.
    pub(in crate::revocation) void_before: Option<Timestamp>,
    pub(in crate::revocation) state: EpochState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::revocation) enum EpochState {
    Good,
    /// Somebody has noticed that data are missing: nobody answers from them any more.
    Lost,
}

const FORMAT: &str = "1";

const HALF: u32 = 64;

impl Epoch {
    /// One that begins now, and knows nothing of what was before. `None` without randomness.
    pub(in crate::revocation) fn begin(void_before: Option<Timestamp>) -> Option<Self> {
        let (mut chance, mut key) = ([0; 8], [0; 16]);
        getrandom::fill(&mut chance).ok()?;
        getrandom::fill(&mut key).ok()?;
        let id = began() << HALF | u128::from(u64::from_le_bytes(chance));
        let key = IdKey::from_bits(u128::from_le_bytes(key));
        Some(Self { id, key, void_before, state: EpochState::Good })
    }

    /// Under the key of the old one, so that what is left of its data counts.
    pub(in crate::revocation) fn instead_of(self, old: &Self) -> Self {
        Self { key: old.key, ..self.after(old) }
    }

    /// Later than that one, whatever the clock says.
    pub(in crate::revocation) fn after(self, old: &Self) -> Self {
        let chance = self.id & u128::from(u64::MAX);
        let next = (old.id >> HALF).saturating_add(1).min(u128::from(u64::MAX));
        Self { id: self.id.max(next << HALF | chance), ..self }
    }

    /// Whether a login counts no longer because it is older than the data.
    pub(in crate::revocation) fn voids(&self, issued_at: Option<Timestamp>) -> bool {
        self.void_before.is_some_and(|before| issued_at.is_none_or(|at| at <= before))
    }

    /// One line of ASCII: format, state, id, key, and microseconds since 1970 or `-`.
    pub(in crate::revocation) fn to_text(&self) -> String {
        let state = match self.state {
            EpochState::Good => "good",
            EpochState::Lost => "lost",
        };
        let void = self.void_before.map_or_else(|| "-".to_owned(), micros);
        format!("{FORMAT} {state} {:032x} {:032x} {void}", self.id, self.key.bits())
    }

    /// `None` for anything that is not of this format.
    pub(in crate::revocation) fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        (words.next()? == FORMAT).then_some(())?;
        let state = match words.next()? {
            "good" => EpochState::Good,
            "lost" => EpochState::Lost,
            _other => return None,
        };
        let id = u128::from_str_radix(words.next()?, 16).ok()?;
        let key = IdKey::from_bits(u128::from_str_radix(words.next()?, 16).ok()?);
        let void_before = match words.next()? {
            "-" => None,
            text => Some(Timestamp::from_unix_micros(text.parse().ok()?)?),
        };
        words.next().is_none().then_some(Self { id, key, void_before, state })
    }
}

/// Fits a half for centuries.
fn began() -> u128 {
    let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    began.min(u128::from(u64::MAX))
}

fn micros(at: Timestamp) -> String {
    // Rounded up: the instant itself must be voided as well.
    at.to_unix_micros().saturating_add(1).to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_epoch_survives_its_text_and_nothing_else_parses() {
        let noon =
            Timestamp::MIN.checked_add(Duration::from_micros(1_800_000_000_000_000)).unwrap();
        for void_before in [None, Some(noon)] {
            let epoch = Epoch::begin(void_before).unwrap();
            let text = epoch.to_text();
            let read = Epoch::parse(&text).unwrap();
            assert_eq!((read.id, read.key.bits()), (epoch.id, epoch.key.bits()));
            assert_eq!(read.void_before.is_some(), void_before.is_some());
            assert_eq!(read.voids(void_before), void_before.is_some());
            for end in 0..text.len() - 1 {
                assert!(void_before.is_some() || Epoch::parse(&text[..end]).is_none(), "{end}");
            }
            assert!(Epoch::parse(&format!("{text} ")).is_none());
            assert!(Epoch::parse(&text.replace("good", "fine")).is_none());
        }
        assert_ne!(Epoch::begin(None).unwrap(), Epoch::begin(None).unwrap());
    }

    #[test]
    fn the_later_one_is_greater_also_by_a_clock_that_is_behind() {
        let old = Epoch::begin(None).unwrap();
        assert!(Epoch::begin(None).unwrap().id > old.id);
        let ahead = Epoch { id: old.id + (9 << 80), ..old.clone() };
        let heirs = [(); 2].map(|()| Epoch::begin(None).unwrap().instead_of(&ahead));
        assert!(heirs.iter().all(|heir| heir.id > ahead.id && heir.key.bits() == old.key.bits()));
        assert_ne!(heirs[0].id, heirs[1].id);
    }
}
