//! A token on its way out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use subtle::ConstantTimeEq as _;

use super::TokenError;
use crate::secret::SecretText;
use crate::time::Timestamp;

/// A token for another service: its text never prints and is wiped with the last clone.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::outgoing::OutgoingToken;
/// use actix_paseto::secret::SecretText;
///
/// let token = OutgoingToken::new(SecretText::from("hush".to_owned())).with_scopes(["read"]);
/// assert!(!format!("{token:?}").contains("hush"));
/// assert_eq!(token.scopes(), ["read"]);
/// ```
#[derive(Clone)]
pub struct OutgoingToken {
    text: Arc<SecretText>,
    expires: Option<Timestamp>,
    scopes: Arc<[String]>,
}

impl OutgoingToken {
    /// One that says neither when it expires nor what it is good for.
    #[must_use]
    pub fn new(text: SecretText) -> Self {
        Self { text: Arc::new(text), expires: None, scopes: Arc::default() }
    }

    /// The same token, which expires then.
    #[must_use]
    pub fn with_expiry(mut self, at: Timestamp) -> Self {
        self.expires = Some(at);
        self
    }

    /// The same token, good for these scopes.
    #[must_use]
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Its text, for the service that it is meant for. What the caller copies, the caller wipes.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// When it expires; `None` if nobody said so.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// What it is good for, as far as known.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Whether it has expired by then. Never, if nobody said when.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|at| now >= at)
    }

    pub(super) fn living(self, now: Timestamp) -> Result<Self, TokenError> {
        match self.expires {
            Some(at) if now >= at => Err(TokenError::Expired { at }),
            Some(_) | None => Ok(self),
        }
    }

    /// How long it still lives: zero once expired, `None` if nobody said when.
    #[must_use]
    pub fn expires_in(&self, now: Timestamp) -> Option<Duration> {
        self.expires.map(|at| at.since(now))
    }

    /// Compares in a time that says nothing of the texts but their length.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.expose().as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl fmt::Debug for OutgoingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingToken")
            .field("text", &self.text)
            .field("expires", &self.expires)
            .field("scopes", &self.scopes)
            .finish()
    }
}
