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
    pub(crate) fn admits(self, claimed: &[String]) -> bool {
        match self {
            Self::Configured([]) => true,
            Self::Configured(ours) => claimed.iter().any(|aud| ours.contains(aud)),
            Self::Route(ours) => claimed.iter().any(|aud| aud == ours),
        }
    }
}
