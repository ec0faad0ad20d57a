//! How [`Contents`](super::contents::Contents) keeps what it knows of a payload, in few bytes.

#[cfg(test)]
mod tests;

use crate::kind::Purpose;
use crate::time::Timestamp;

/// What fits into a bit each, and what stands at the very end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags(u16);

/// The claim `fresh` is true.
pub(super) const FRESH: u16 = 1;
/// The subject is a number, in decimal.
pub(super) const NUMBER: u16 = 1 << 1;
/// The audience is a list: of each text its length in two bytes, then the text.
pub(super) const LIST: u16 = 1 << 2;
/// The claim `nbf` is the same as `iat`.
pub(super) const NBF_AS_IAT: u16 = 1 << 3;
/// The claim `exp` has the nanoseconds of `iat`; else it has none.
pub(super) const EXP_AS_IAT: u16 = 1 << 4;
/// The footer is the one that names the key and no more.
pub(super) const FOOTER_OF_KEY: u16 = 1 << 5;
const PUBLIC: u16 = 1 << 6;
const KIND: u32 = 7;

/// What stands at the very end, each with its length, the last one first. Most tokens have none of it.
pub(super) const NBF: u16 = 1 << 9;
pub(super) const EXP: u16 = 1 << 10;
pub(super) const IAT: u16 = 1 << 11;
pub(super) const FAMILY: u16 = 1 << 12;
pub(super) const CSRF: u16 = 1 << 13;
pub(super) const FOOTER: u16 = 1 << 14;
/// The claim `nbf` is `iat` without the fraction of a second, as our issuer writes it.
pub(super) const NBF_AS_SECOND: u16 = 1 << 15;
pub(super) const ITEMS: [(u16, usize); 6] =
    [(NBF, 12), (EXP, 12), (IAT, 12), (FAMILY, 2), (CSRF, 2), (FOOTER, 2)];

impl Flags {
    pub(super) const fn has(self, flag: u16) -> bool {
        self.0 & flag != 0
    }

    pub(super) const fn set(&mut self, flag: u16) {
        self.0 |= flag;
    }

    pub(super) const fn of(purpose: Purpose, kind: Kind) -> Self {
        let purpose = if matches!(purpose, Purpose::Public) { PUBLIC } else { 0 };
        Self(purpose | (kind as u16) << KIND)
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn purpose(self) -> Purpose {
        if self.has(PUBLIC) { Purpose::Public } else { Purpose::Local }
    }

    pub(super) const fn kind(self) -> Kind {
        match self.0 >> KIND & 3 {
            0 => Kind::None,
            1 => Kind::Access,
            2 => Kind::Refresh,
            3.. => Kind::Custom,
        }
    }
}

/// The claim `type`; a custom one is among what has been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    None,
    Access,
    Refresh,
    Custom,
}

/// Where a text stands: in the payload, if it is short and near its beginning, else behind it with
/// its length before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(u16);

const BEHIND: u16 = 1 << 15;
/// Bits of a length.
const SHORT: u32 = 6;

impl Span {
    pub(super) const NONE: Self = Self(u16::MAX);

    pub(super) fn within(start: usize, len: usize) -> Option<Self> {
        let fits = start < 1 << (15 - SHORT) && len < 1 << SHORT;
        fits.then(|| u16::try_from(start << SHORT | len).ok().map(Self))?
    }

    /// `start` is counted from the end of the payload.
    pub(super) fn behind(start: usize) -> Option<Self> {
        let start = u16::try_from(start).ok().filter(|start| *start < BEHIND - 1)?;
        Some(Self(start | BEHIND))
    }

    pub(super) const fn to_bytes(self) -> [u8; 2] {
        self.0.to_le_bytes()
    }

    pub(super) const fn from_bytes(bytes: [u8; 2]) -> Self {
        Self(u16::from_le_bytes(bytes))
    }

    pub(super) fn find(self, bytes: &[u8], payload: u16) -> Option<&[u8]> {
        if self == Self::NONE {
            return None;
        }
        if self.0 & BEHIND == 0 {
            let (start, len) = (usize::from(self.0 >> SHORT), usize::from(self.0 % (1 << SHORT)));
            return bytes.get(start..start + len);
        }
        let start = usize::from(payload) + usize::from(self.0 ^ BEHIND);
        let (len, rest) = bytes.get(start..)?.split_first_chunk()?;
        rest.get(..usize::from(u16::from_le_bytes(*len)))
    }
}

/// A [`Timestamp`] before the year 2514, or none, in eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At(u64);

/// Bits of the nanoseconds.
const NANOS: u32 = 30;

impl At {
    /// More nanoseconds than a second has.
    pub(super) const NONE: Self = Self(u64::MAX);

    pub(super) fn of(at: Timestamp) -> Option<Self> {
        let (secs, nanos) = at.parts();
        let secs = u64::try_from(secs).ok().filter(|secs| *secs < 1 << (64 - NANOS))?;
        Some(Self(secs << NANOS | u64::from(nanos)))
    }

    pub(super) fn get(self) -> Option<Timestamp> {
        let (secs, nanos) = (self.0 >> NANOS, self.0 % (1 << NANOS));
        Timestamp::from_parts(secs.cast_signed(), u32::try_from(nanos).ok()?)
    }
}

/// Any [`Timestamp`].
pub(super) fn whole(at: Timestamp) -> [u8; 12] {
    let (secs, nanos) = at.parts();
    let [a, b, c, d, e, f, g, h] = secs.to_le_bytes();
    let [i, j, k, l] = nanos.to_le_bytes();
    [a, b, c, d, e, f, g, h, i, j, k, l]
}

pub(super) fn read_whole(bytes: &[u8]) -> Option<Timestamp> {
    let (secs, nanos) = bytes.split_first_chunk()?;
    let (nanos, _) = nanos.split_first_chunk()?;
    Timestamp::from_parts(i64::from_le_bytes(*secs), u32::from_le_bytes(*nanos))
}

/// How long after `iat` the claim `exp` is, in seconds; none; or at the very end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Life(pub(super) u32);

impl Life {
    pub(super) const NONE: Self = Self(u32::MAX);

    /// `None` where it cannot be said like this. Whether `exp` has the nanoseconds of `iat`, too.
    pub(super) fn between(issued: Timestamp, expires: Timestamp) -> Option<(Self, bool)> {
        let ((from, own), (to, nanos)) = (issued.parts(), expires.parts());
        let life = u32::try_from(to.checked_sub(from)?).ok().filter(|life| *life < u32::MAX)?;
        (nanos == 0 || nanos == own).then_some((Self(life), nanos == own))
    }

    pub(super) fn after(self, issued: Timestamp, with_nanos: bool) -> Option<Timestamp> {
        let (secs, nanos) = issued.parts();
        let nanos = if with_nanos { nanos } else { 0 };
        (self != Self::NONE).then(|| Timestamp::from_parts(secs + i64::from(self.0), nanos))?
    }
}
