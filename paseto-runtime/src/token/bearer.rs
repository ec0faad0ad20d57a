//! The text that a request brought.

use std::borrow::Cow;
use std::fmt;

use super::characters::may_be_credentials;
use super::place::{self, Spot};
use crate::error::{Place, Rejection};

/// Credentials text out of a request (RFC 6750), nothing about it checked.
pub struct BearerToken<'a> {
    text: Cow<'a, [u8]>,
    spot: Spot,
    look: Look<'a>,
}

/// Whether its characters are those of credentials.
enum Look<'a> {
    Taken,
    /// To be found out; the scheme that stood before it.
    Due(Option<&'a str>),
}

impl<'a> BearerToken<'a> {
    pub(crate) fn found(text: impl Into<Cow<'a, [u8]>>, spot: impl Into<Spot>) -> Self {
        Self { text: text.into(), spot: spot.into(), look: Look::Taken }
    }

    /// Of any characters: a token that is remembered had good ones, and is not looked at again.
    pub(crate) fn unread(text: &'a [u8], spot: Spot, scheme: Option<&'a str>) -> Self {
        Self { text: Cow::Borrowed(text), spot, look: Look::Due(scheme) }
    }

    /// Looks at the characters, where nobody has.
    pub(crate) fn check(&self) -> Result<(), Rejection> {
        let Look::Due(scheme) = self.look else { return Ok(()) };
        if may_be_credentials(&self.text) {
            return Ok(());
        }
        let scheme = scheme.map(place::scheme);
        Err(Rejection::BadCredentials { place: self.spot.shared(), scheme })
    }

    /// For a comparison with what is known to be good.
    pub(super) fn unchecked(&self) -> &[u8] {
        &self.text
    }

    pub(super) fn spot(&self) -> &Spot {
        &self.spot
    }

    /// For whoever reads it.
    pub(super) fn into_parts(self) -> Result<(Cow<'a, [u8]>, Spot), Rejection> {
        self.check().map(|()| (self.text, self.spot))
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place: &Place = &self.spot;
        write!(f, "BearerToken([REDACTED] from {place})")
    }
}
