//! The claim `sub`: a text or an integer, as it came.

use std::fmt;

use serde::{Serialize, Serializer};

/// Whom a token speaks for.
///
/// The text `"1"` and the number `1` are two different subjects.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::claims::Subject;
///
/// assert_eq!(Subject::from("alice"), "alice");
/// assert_ne!(Subject::from("1"), Subject::from(1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A text.
    Text(String),
    /// An integer.
    Number(i64),
    /// An integer above [`i64::MAX`]; `From<u64>` takes [`Subject::Number`] wherever it fits.
    Large(u64),
}

impl Subject {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Large(_) => None,
        }
    }

    /// The name under which a store knows the subject: `t:alice` or `n:1`, so that a text of
    /// digits never meets a number.
    #[must_use]
    pub fn store_key(&self) -> String {
        match self {
            Self::Text(text) => Self::key_of(text, false),
            Self::Number(number) => Self::key_of(&number.to_string(), true),
            Self::Large(number) => Self::key_of(&number.to_string(), true),
        }
    }

    /// The same of a text, or of a number in decimal.
    pub(crate) fn key_of(text: &str, is_number: bool) -> String {
        [if is_number { "n:" } else { "t:" }, text].concat()
    }
}

impl From<&str> for Subject {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Subject {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Subject {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i32> for Subject {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Subject {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for Subject {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Subject {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Large(number), Self::Number)
    }
}

impl PartialEq<str> for Subject {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Subject {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Large(number) => number.fmt(f),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Large(number) => serializer.serialize_u64(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn texts_and_numbers_never_meet() {
        assert_ne!(Subject::from("1"), Subject::from(1));
        assert_ne!(Subject::from("1").store_key(), Subject::from(1).store_key());
        assert_ne!(Subject::from("n:1").store_key(), Subject::from(1).store_key());
        assert_ne!(Subject::from(1), "1");
        assert_eq!(Subject::from("alice"), *"alice");
    }

    #[test]
    fn numbers_keep_their_value() {
        assert_eq!(Subject::from(7_u64), Subject::from(7_i32));
        assert_eq!(Subject::from(u64::MAX).to_string(), "18446744073709551615");
        assert_eq!(
            serde_json::to_string(&Subject::from(u64::MAX)).unwrap(),
            "18446744073709551615"
        );
        assert_eq!(serde_json::to_string(&Subject::from(-1)).unwrap(), "-1");
        assert_eq!(serde_json::to_string(&Subject::from("1")).unwrap(), "\"1\"");
    }
}
