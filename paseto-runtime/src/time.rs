//! Time: the clock, the leeway, and the one text form of an instant.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ::time::OffsetDateTime;
use ::time::format_description::well_known::Rfc3339;
use ::time::macros::{datetime, format_description};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// 1970-01-01T00:00:00+00:00.
    pub const MIN: Self = Self(OffsetDateTime::UNIX_EPOCH);

    /// 9999-12-31T23:59:59+00:00.
    pub const MAX: Self = Self(datetime!(9999-12-31 23:59:59 UTC));

    /// Reads RFC 3339 with an upper-case `T` and either `Z` or a numeric offset, as PASETO
    /// demands (04-Claims). `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // The `time` crate takes any byte for `T` and a lower-case `z`.
        if text.as_bytes().get(10) != Some(&b'T') || text.ends_with('z') {
            return None;
        }
        let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        // Checked here: an offset may lead out of the calendar, and a later conversion would panic.
        let at = at.checked_to_offset(::time::UtcOffset::UTC)?;
        (0..=9999).contains(&at.year()).then_some(Self(at))
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
        let by = ::time::Duration::try_from(by).ok()?;
        self.0.checked_add(by).filter(|at| at.year() <= 9999).map(Self)
    }

    /// How long after `earlier` this is; zero if it is not later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0 - earlier.0).unwrap_or(Duration::ZERO)
    }

    /// Without the fraction of a second: PASETO recommends omitting it (04-Claims).
    #[must_use]
    pub fn whole_seconds(self) -> Self {
        self.0.replace_nanosecond(0).map_or(self, Self)
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
        let form = format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]+00:00"
        );
        self.0.to_offset(::time::UtcOffset::UTC).format(form).unwrap_or_default()
    }
}

/// RFC 3339 in UTC with whole seconds and the offset spelled `+00:00`, as fastapi-paseto writes it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.to_offset(::time::UtcOffset::UTC);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+00:00",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
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

    #[test]
    fn texts_read_back() {
        let at = Timestamp::parse("2026-11-21T20:19:20.654321Z").unwrap();
        assert_eq!(at.to_string(), "2026-11-21T20:19:20+00:00");
        assert_eq!(at.to_micros_text(), "2026-11-21T20:19:20.654321+00:00");
        assert_eq!(Timestamp::parse(&at.to_micros_text()), Some(at));
        assert_eq!(Timestamp::from_system(at.to_system()), Some(at));
    }

    #[test]
    fn arithmetic_never_leaves_the_calendar() {
        let end = Timestamp::parse("9999-12-31T23:59:59Z").unwrap();
        assert_eq!(end.checked_add(Duration::from_secs(1)), None);
        assert_eq!(Timestamp::MIN.checked_add(Duration::MAX), None);
        assert_eq!(Timestamp::MIN.since(end), Duration::ZERO);
    }
}
