//! The text that a request brought.

use std::borrow::Cow;
use std::fmt;

use crate::error::Place;

/// Credentials text out of a request (RFC 6750), nothing about it checked.
pub struct BearerToken<'a> {
    text: Cow<'a, str>,
    place: Place,
}

impl<'a> BearerToken<'a> {
    pub(crate) fn found(text: impl Into<Cow<'a, str>>, place: Place) -> Self {
        Self { text: text.into(), place }
    }

    pub(super) fn into_parts(self) -> (Cow<'a, str>, Place) {
        (self.text, self.place)
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BearerToken([REDACTED] from {})", self.place)
    }
}
