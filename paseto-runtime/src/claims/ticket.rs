//! What a ticket says of the token that it stands for: the claim `ws-ticket`.

use std::fmt;

use super::family::micros;
use crate::time::Timestamp;

/// The token that a ticket stands for, and when that one ends.
///
/// On the wire it is `<jti>.<microseconds since 1970>`, or `<jti>.never`. It stands in tokens of the
/// kind `ws-ticket` alone; in others the name is the application's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    jti: String,
    until: Option<Timestamp>,
}

impl Ticket {
    /// The kind of a ticket, and its claim.
    pub const NAME: &str = "ws-ticket";

    pub(crate) fn new(jti: &str, until: Option<Timestamp>) -> Self {
        Self { jti: jti.to_owned(), until }
    }

    /// `None` if it is not one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::split(text).map(|(jti, until)| Self::new(jti, until))
    }

    /// The `jti` and the end of the token that it stands for, if it is one of ours.
    pub(crate) fn split(text: &str) -> Option<(&str, Option<Timestamp>)> {
        let (jti, until) = text.rsplit_once('.')?;
        let fits = (1..=128).contains(&jti.len()) && jti.bytes().all(|b| b.is_ascii_graphic());
        let until = match until {
            "never" => None,
            number => Some(Timestamp::from_unix_micros(micros(number)?)?),
        };
        fits.then_some((jti, until))
    }

    /// The claim `jti` of the token that it stands for.
    #[must_use]
    pub fn jti(&self) -> &str {
        &self.jti
    }

    /// The claim `exp` of that token; `None` if it never expires.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{}.{}", self.jti, until.to_unix_micros()),
            None => write!(f, "{}.never", self.jti),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ticket;

    #[test]
    fn a_ticket_has_one_spelling() {
        for bad in ["", ".", "a", "a.", ".1", "a.+1", "a.01", "a.-1", "a b.1", "a.Never", "a.1.x"] {
            assert_eq!(Ticket::parse(bad), None, "{bad}");
        }
        for good in ["a.0", "a.b.1790000000000000", "a.never", "a.never.1"] {
            assert_eq!(Ticket::parse(good).map(|one| one.to_string()), Some(good.to_owned()));
        }
    }
}
