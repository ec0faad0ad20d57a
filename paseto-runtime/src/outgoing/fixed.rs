//! A token that never changes.

use super::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
use crate::secret::SecretText;
use crate::time::Clock;

/// One token that somebody else has made, such as an API key.
///
/// There is nothing to refresh or to revoke: both do nothing. One that was given with its end, by
/// `From<OutgoingToken>`, is [`TokenError::Expired`] from then on.
#[derive(Debug, Clone)]
pub struct StaticTokenProvider {
    token: OutgoingToken,
    clock: Clock,
}

impl StaticTokenProvider {
    /// Of this text; it never expires.
    #[must_use]
    pub fn new(text: SecretText) -> Self {
        Self::from(OutgoingToken::new(text))
    }

    /// The clock by which it expires. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    fn living(&self) -> Result<OutgoingToken, TokenError> {
        self.token.clone().living(self.clock.now())
    }
}

impl From<OutgoingToken> for StaticTokenProvider {
    fn from(token: OutgoingToken) -> Self {
        Self { token, clock: Clock::system() }
    }
}

impl TokenProvider for StaticTokenProvider {
    fn name(&self) -> &'static str {
        "static"
    }

    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        Box::pin(std::future::ready(self.living()))
    }

    fn validate(&self, token: &str) -> bool {
        self.living().is_ok_and(|living| living.is(token))
    }
}
