//! Time: the clock, the leeway, and the one text form of an instant.

mod read;
mod written;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ::time::OffsetDateTime;
use ::time::format_description::well_known::Rfc3339;

/// Where "now" comes from. Read once per request.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// The system's wall clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(SystemTime::now))
    }

    /// A clock of your own, for tests of expiry.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use std::time::{Duration, SystemTime};
    /// use actix_paseto::time::Clock;
    ///
    /// let clock = Clock::from_fn(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    /// assert_eq!(clock.now().to_string(), "1970-01-01T00:00:01+00:00");
    /// ```
    #[must_use]
    pub fn from_fn(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The instant it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        // Outside the calendar every token is refused: as expired, or as not valid yet.
        let at = (self.0)();
        let outside = if at < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_system(at).unwrap_or(outside)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// An instant between the years 0 and 9999, as the claims `exp`, `nbf` and `iat` hold it.
///
/// Two integers, so that comparing it with a clock is no calendar's business.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Since 1970, rounded down.
    secs: i64,
    /// One more than the nanoseconds on top: `None` of an option needs no room of its own then.
    nanos: NonZeroU32,
}

/// 9999-12-31T23:59:59+00:00, since 1970.
const LAST: i64 = 253_402_300_799;

impl Timestamp {
    /// 1970-01-01T00:00:00+00:00.
    pub const MIN: Self = Self { secs: 0, nanos: NonZeroU32::MIN };

    /// 9999-12-31T23:59:59+00:00.
    pub const MAX: Self = Self { secs: LAST, nanos: NonZeroU32::MIN };

    /// Reads RFC 3339 with an upper-case `T` and either `Z` or a numeric offset, as PASETO
    /// demands (04-Claims). `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_usual(text).or_else(|| Self::parse_any(text))
    }

    fn parse_any(text: &str) -> Option<Self> {
        // The `time` crate takes any byte for `T` and a lower-case `z`.
        if text.as_bytes().get(10) != Some(&b'T') || text.ends_with('z') {
            return None;
        }
        let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        // An offset may lead out of the calendar.
        let at = at.checked_to_offset(::time::UtcOffset::UTC)?;
        let is_in_calendar = (0..=9999).contains(&at.year());
        is_in_calendar.then(|| Self::from_parts(at.unix_timestamp(), at.nanosecond()))?
    }

    /// `None` before 1970 or after the year 9999.
    #[must_use]
    pub fn from_system(at: SystemTime) -> Option<Self> {
        let since = at.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Self::MIN.checked_add(since)
    }

    /// The same instant for `std`; an instant before 1970 becomes 1970.
    #[must_use]
    pub fn to_system(self) -> SystemTime {
        SystemTime::UNIX_EPOCH.checked_add(self.since(Self::MIN)).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    /// `None` beyond the year 9999.
    #[must_use]
    pub fn checked_add(self, by: Duration) -> Option<Self> {
        let secs = self.secs.checked_add_unsigned(by.as_secs())?;
        let nanos = self.nanosecond() + by.subsec_nanos();
        let at = match nanos.checked_sub(SECOND) {
            Some(rest) => Self::from_parts(secs.checked_add(1)?, rest),
            None => Self::from_parts(secs, nanos),
        };
        at.filter(|at| at.secs <= LAST)
    }

    /// How long after `earlier` this is; zero if it is not later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let Some(secs) = self.secs.checked_sub(earlier.secs) else { return Duration::ZERO };
        let (ours, theirs) = (self.nanosecond(), earlier.nanosecond());
        let (secs, nanos) =
            if ours < theirs { (secs - 1, ours + SECOND - theirs) } else { (secs, ours - theirs) };
        u64::try_from(secs).map_or(Duration::ZERO, |secs| Duration::new(secs, nanos))
    }

    /// Without the fraction of a second: PASETO recommends omitting it (04-Claims).
    #[must_use]
    pub fn whole_seconds(self) -> Self {
        Self { nanos: NonZeroU32::MIN, ..self }
    }

    /// The next whole second, unless it is one already.
    #[must_use]
    pub fn rounded_up(self) -> Self {
        let down = self.whole_seconds();
        if down == self { self } else { down.checked_add(Duration::from_secs(1)).unwrap_or(down) }
    }

    /// Whole microseconds since 1970; what lies before is 0.
    #[must_use]
    pub fn to_unix_micros(self) -> u64 {
        u64::try_from(self.since(Self::MIN).as_micros()).unwrap_or(u64::MAX)
    }

    /// `None` beyond the year 9999.
    #[must_use]
    pub fn from_unix_micros(micros: u64) -> Option<Self> {
        Self::MIN.checked_add(Duration::from_micros(micros))
    }

    /// With microseconds, for `iat`: "log out everywhere" must tell a token made just before it
    /// from one made just after, within the same second.
    #[must_use]
    pub fn to_micros_text(self) -> String {
        String::from_utf8_lossy(&self.written_with_micros()).into_owned()
    }

    /// Seconds since 1970, rounded down, and the nanoseconds on top.
    pub(crate) fn parts(self) -> (i64, u32) {
        (self.secs, self.nanosecond())
    }

    /// What [`parts`](Self::parts) has told; `None` for more nanoseconds than a second has.
    pub(crate) fn from_parts(secs: i64, nanosecond: u32) -> Option<Self> {
        let nanos = NonZeroU32::MIN.checked_add(nanosecond)?;
        (nanosecond < SECOND).then_some(Self { secs, nanos })
    }

    fn nanosecond(self) -> u32 {
        self.nanos.get() - 1
    }

    fn in_calendar(self) -> OffsetDateTime {
        let nanos = i128::from(self.secs) * i128::from(SECOND) + i128::from(self.nanosecond());
        OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// In nanoseconds.
const SECOND: u32 = 1_000_000_000;

/// RFC 3339 in UTC with whole seconds and the offset spelled `+00:00`, as fastapi-paseto writes it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.written()))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Timestamp").field(&self.in_calendar()).finish()
    }
}

/// With microseconds.
impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_micros_text())
    }
}

/// How far the issuer's clock and ours may disagree before `exp`, `nbf` or `iat` fails.
///
/// Unit: a duration. Default: none. Source: RFC 7519 §4.1.4 ("no more than a few minutes").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Leeway(Duration);

impl Leeway {
    /// The longest leeway accepted: a longer one is a longer token life in disguise.
    pub const MAX: Self = Self(Duration::from_secs(300));

    /// # Errors
    ///
    /// [`LeewayTooLong`] above [`Leeway::MAX`].
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use std::time::Duration;
    /// use actix_paseto::time::Leeway;
    ///
    /// assert!(Leeway::new(Duration::from_secs(60)).is_ok());
    /// assert!(Leeway::new(Duration::from_secs(3_600)).is_err());
    /// ```
    pub fn new(leeway: Duration) -> Result<Self, LeewayTooLong> {
        (leeway <= Self::MAX.0).then_some(Self(leeway)).ok_or(LeewayTooLong)
    }

    /// The tolerance itself.
    #[must_use]
    pub const fn as_duration(self) -> Duration {
        self.0
    }
}

/// A leeway above five minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a leeway is at most 300 seconds")]
pub struct LeewayTooLong;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn only_rfc_3339_with_upper_case_letters_is_an_instant() {
        for good in [
            "2039-01-01T00:00:00+00:00",
            "2039-01-01T00:00:00Z",
            "2039-01-01T00:00:00.5Z",
            "2039-01-01T02:00:00-05:30",
            "2039-01-01T00:00:00.1234567890123456789012345678901234567890Z",
        ] {
            assert!(Timestamp::parse(good).is_some(), "{good}");
        }
        for bad in [
            "2039-01-01 00:00:00Z",
            "2039-01-01t00:00:00Z",
            "2039-01-01T00:00:00z",
            "2039-01-01X00:00:00Z",
            "2039-01-01000:00:00Z",
            "2039-01-01\u{0}00:00:00Z",
            "2039-01-01T00:00:00",
            "2039-01-01T00:00:00+24:00",
            "2039-02-30T00:00:00Z",
            "2039-01-01T24:00:00Z",
            "10000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-00:01",
            "0000-01-01T00:00:00+00:01",
            "",
            "T",
            "2039-01-01Té",
        ] {
            assert!(Timestamp::parse(bad).is_none(), "{bad:?}");
        }
    }

    /// Every day of four centuries and more, and every byte in every place.
    #[test]
    fn the_usual_form_is_read_as_any_other() {
        let first = Timestamp::parse_any("1970-01-01T00:00:00Z").unwrap().secs;
        for (secs, nanos) in
            (first..=LAST).step_by(86_399 * 40).zip((0..SECOND).step_by(37_000).cycle())
        {
            let at = Timestamp::from_parts(secs, nanos).unwrap();
            assert_eq!(Timestamp::parse_usual(&at.to_string()), Some(at.whole_seconds()));
            let text = at.to_micros_text();
            assert_eq!(Timestamp::parse_usual(&text), Timestamp::parse_any(&text), "{text}");
        }
        let mut usual = 0;
        for text in [
            "2028-02-29T19:59:50Z",
            "2100-02-28T23:00:09.104020+00:00",
            "2039-12-31T09:10:59.000001Z",
        ] {
            for at in 0..text.len() {
                for byte in (0..0x80).map(char::from) {
                    let (head, tail) = text.split_at(at);
                    let other = format!("{head}{byte}{}", tail.get(1..).unwrap_or_default());
                    if let Some(at) = Timestamp::parse_usual(&other) {
                        assert_eq!(Timestamp::parse_any(&other), Some(at), "{other}");
                        usual += 1;
                    }
                }
            }
        }
        assert!(usual > 200, "{usual}");
    }

    #[test]
    fn texts_read_back() {
        let at = Timestamp::parse("2026-11-21T20:19:20.654321Z").unwrap();
        assert_eq!(at.to_string(), "2026-11-21T20:19:20+00:00");
        assert_eq!(at.to_micros_text(), "2026-11-21T20:19:20.654321+00:00");
        assert_eq!(Timestamp::parse(&at.to_micros_text()), Some(at));
        assert_eq!(Timestamp::from_system(at.to_system()), Some(at));
    }

    #[test]
    fn texts_are_those_of_the_calendar_crate() {
        let form = ::time::macros::format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]+00:00"
        );
        let first = Timestamp::parse("0000-01-01T00:00:00Z").unwrap().secs;
        let mut instants: Vec<_> = (first..=LAST).step_by(86_399 * 17).collect();
        instants.extend([first, -1, 0, 951_782_399, 951_782_400, 4_107_542_399, LAST]);
        for (secs, nanos) in instants.into_iter().zip((0..SECOND).step_by(1_234_567).cycle()) {
            let at = Timestamp::from_parts(secs, nanos).unwrap();
            let text = at.in_calendar().format(form).unwrap();
            assert_eq!(at.to_micros_text(), text);
            let whole = text.split_at(19).0.to_owned() + "+00:00";
            assert_eq!(at.to_string(), whole);
        }
    }

    #[test]
    fn arithmetic_never_leaves_the_calendar() {
        let end = Timestamp::parse("9999-12-31T23:59:59Z").unwrap();
        assert_eq!(end.checked_add(Duration::from_secs(1)), None);
        assert_eq!(Timestamp::MIN.checked_add(Duration::MAX), None);
        assert_eq!(Timestamp::MIN.since(end), Duration::ZERO);
    }

    #[test]
    fn fractions_are_carried_and_borrowed_also_before_1970() {
        let at = |text| Timestamp::parse(text).unwrap();
        let (early, late) = (at("1969-12-31T23:59:58.9Z"), at("1970-01-01T00:00:00.100000001Z"));
        assert_eq!(late.since(early), Duration::new(1, 200_000_001));
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(early.checked_add(Duration::new(1, 200_000_001)), Some(late));
        assert_eq!(early.whole_seconds(), at("1969-12-31T23:59:58Z"));
        assert_eq!(early.to_micros_text(), "1969-12-31T23:59:58.900000+00:00");
        assert_eq!(early.to_system(), SystemTime::UNIX_EPOCH);
        assert_eq!(at("9999-12-31T23:59:59.5Z").checked_add(Duration::from_millis(500)), None);
        let (secs, nanos) = early.parts();
        assert_eq!(Timestamp::from_parts(secs, nanos), Some(early));
        assert_eq!(Timestamp::from_parts(0, 1_000_000_000), None);
        assert_eq!(Timestamp::from_parts(0, u32::MAX), None);
        assert_eq!(size_of::<Option<Timestamp>>(), 16);
    }
}
