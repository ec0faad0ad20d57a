//! What the issuer hands out.

use std::fmt;
use std::time::SystemTime;

use serde::{Serialize, Serializer};

/// A token just made. It serializes as its text; it never prints.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// let paseto = actix_paseto::Paseto::dev()?;
/// let token = paseto.issuer().access("alice").issue()?;
/// assert!(token.as_str().starts_with("v4.local."));
/// assert!(!format!("{token:?}").contains(token.as_str()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct IssuedToken {
    pub(super) text: String,
    pub(super) jti: String,
    pub(super) csrf: Option<String>,
    pub(super) expires_at: Option<SystemTime>,
}

impl IssuedToken {
    /// The token's text, for the client it is meant for.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The token's text, for the client it is meant for.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// Its id, by which it can be revoked.
    #[must_use]
    pub fn jti(&self) -> &str {
        &self.jti
    }

    /// What a page sends along with it; only tokens made for cookies have one.
    pub(crate) fn csrf(&self) -> Option<&str> {
        self.csrf.as_deref()
    }

    /// The claim `exp`; `None` if it never expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl AsRef<str> for IssuedToken {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Serialize for IssuedToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IssuedToken([REDACTED])")
    }
}

/// An access token and the refresh token beside it, in the form of RFC 6749 §5.1. For cookies they
/// are made by [`issue_cookies`](super::PairBuilder::issue_cookies), since such tokens carry a value
/// against forged requests.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct TokenPair {
    /// For resources.
    pub access_token: IssuedToken,
    /// For the refresh route.
    pub refresh_token: IssuedToken,
    /// `Bearer`.
    pub token_type: &'static str,
    /// The access token's life in seconds; absent if it never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
}
