//! What a profile and a policy together demand of a token, resolved.

use std::time::Duration;

use crate::kind::Purpose;
use crate::time::Leeway;

/// What is demanded of the text, before anything is opened.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'a> {
    pub(crate) max_length: usize,
    pub(crate) accepts: &'a [Purpose],
    pub(crate) base64: bool,
}

impl Limits<'_> {
    pub(super) fn fits(&self, text: &[u8]) -> bool {
        text.len() <= self.max_length
    }

    /// Whether a look at the text is worth its while: otherwise it is refused at once.
    pub(super) fn may_admit(&self, text: &[u8]) -> bool {
        if self.base64 {
            return self.fits_wrapped(text);
        }
        let begins = |purpose: &Purpose| text.starts_with(purpose.header().as_bytes());
        self.fits(text) && self.accepts.iter().any(begins)
    }

    pub(super) fn fits_wrapped(&self, text: &[u8]) -> bool {
        text.len() / 4 * 3 <= self.max_length
    }
}

/// What is demanded of the registered claims.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    pub(crate) leeway: Leeway,
    pub(crate) require_expiry: bool,
    pub(crate) max_ttl: Duration,
    /// How long a family lives at most; `None` is for ever.
    pub(crate) family_ttl: Option<Duration>,
    pub(crate) issuer: Option<&'a str>,
    pub(crate) audience: Audience<'a>,
}

/// Who a token must be meant for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Audience<'a> {
    /// One of these; anyone if there are none.
    Configured(&'a [String]),
    /// The route's own.
    Route(&'a str),
}

impl Audience<'_> {
    pub(crate) fn admits<'c>(self, mut claimed: impl Iterator<Item = &'c [u8]>) -> bool {
        match self {
            Self::Configured([]) => true,
            Self::Configured(ours) => {
                claimed.any(|aud| ours.iter().any(|own| own.as_bytes() == aud))
            }
            Self::Route(ours) => claimed.any(|aud| aud == ours.as_bytes()),
        }
    }
}
