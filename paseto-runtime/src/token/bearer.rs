//! The text that a request brought.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::error::Place;

/// Credentials text out of a request (RFC 6750), nothing about it checked.
pub struct BearerToken<'a> {
    text: Cow<'a, [u8]>,
    place: Arc<Place>,
}

impl<'a> BearerToken<'a> {
    pub(crate) fn found(text: impl Into<Cow<'a, [u8]>>, place: impl Into<Arc<Place>>) -> Self {
        Self { text: text.into(), place: place.into() }
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    pub(super) fn place(&self) -> &Arc<Place> {
        &self.place
    }

    pub(super) fn into_parts(self) -> (Cow<'a, [u8]>, Arc<Place>) {
        (self.text, self.place)
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BearerToken([REDACTED] from {})", self.place)
    }
}
