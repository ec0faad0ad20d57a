//! The text of an instant as it is written almost always: its digits are read in place, the calendar
//! stays with its crate. Every token holds three of them, and to look for all other forms takes
//! most of the time.

use ::time::{Date, Month, PrimitiveDateTime, Time};

use super::Timestamp;

const LEAST: &[u8; 19] = b"0000-00-00T00:00:00";
const MOST: &[u8; 19] = b"9999-99-99T99:99:99";

impl Timestamp {
    /// UTC, with whole seconds or microseconds. `None` for anything else, also where it is an instant.
    pub(super) fn parse_usual(text: &str) -> Option<Self> {
        let (whole, rest) = text.as_bytes().split_first_chunk()?;
        let [y, e, a, r, _, m, o, _, d, t, _, h, i, _, n, u, _, s, c] = within(whole, LEAST, MOST)?;
        let micros = match rest.strip_suffix(b"+00:00").or_else(|| rest.strip_suffix(b"Z"))? {
            [] => 0,
            [b'.', micros @ ..] => number(within(micros.try_into().ok()?, b"000000", b"999999")?),
            _ => return None,
        };
        let [month, day, hour, minute, second] =
            [[m, o], [d, t], [h, i], [n, u], [s, c]].map(|[ten, one]| ten * 10 + one);
        let year = i32::try_from(number([y, e, a, r])).ok()?;
        let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
        let time = Time::from_hms_micro(hour, minute, second, micros).ok()?;
        let at = PrimitiveDateTime::new(date, time).assume_utc();
        Self::from_parts(at.unix_timestamp(), at.nanosecond())
    }
}

/// How much more each byte is than the least that it may be.
fn within<const N: usize>(text: &[u8; N], least: &[u8; N], most: &[u8; N]) -> Option<[u8; N]> {
    let (mut beyond, mut misfits) = (*text, false);
    for (byte, (least, most)) in beyond.iter_mut().zip(least.iter().zip(most)) {
        misfits |= *byte < *least || *byte > *most;
        *byte = byte.wrapping_sub(*least);
    }
    (!misfits).then_some(beyond)
}

fn number<const N: usize>(digits: [u8; N]) -> u32 {
    digits.into_iter().fold(0, |sum, digit| sum * 10 + u32::from(digit))
}
