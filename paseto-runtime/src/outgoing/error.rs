//! Why there is no token. Names provider and cause, never content.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::issue::IssueError;
use crate::secrets::Outage;
use crate::time::Timestamp;

/// Why there is no token.
///
/// Neither a token nor what a server has said comes in here: bodies of answers hide secrets.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// How it was set up.
    #[error("{provider}: {what}")]
    Config {
        /// The name of the provider, or of what stands on one.
        provider: &'static str,
        /// What is wrong and what to do instead.
        what: &'static str,
    },
    /// The token at hand has expired, and there is no other yet; or the new one is born dead.
    #[error("the token has expired at {at}")]
    Expired {
        /// When.
        at: Timestamp,
    },
    /// The authorization server says no.
    #[error("{provider} refuses: {}", .code.unwrap_or("for a reason outside RFC 6749 §5.2"))]
    Rejected {
        /// The name of the provider.
        provider: &'static str,
        /// `invalid_client` and such; `None` for a code that RFC 6749 §5.2 does not know.
        code: Option<&'static str>,
    },
    /// Not to be had now; later perhaps.
    #[error("{provider} cannot be used now: {cause}")]
    Unavailable {
        /// The name of the provider.
        provider: &'static str,
        /// How it failed.
        cause: Outage,
    },
    /// The answer is not what the protocol says.
    #[error("{provider} answers no token: {what}")]
    Malformed {
        /// The name of the provider.
        provider: &'static str,
        /// What is wrong, in our words.
        what: &'static str,
    },
    /// The provider cannot do it at all.
    #[error("{provider} cannot {operation}")]
    Unsupported {
        /// The name of the provider.
        provider: &'static str,
        /// A verb with its object.
        operation: &'static str,
    },
    /// Our own issuer does not make such a token.
    #[error("the token cannot be made{}", Causes(.0))]
    NotMade(Arc<IssueError>),
    /// It has been stopped.
    #[error("the token is no longer refreshed: it has been stopped")]
    Stopped,
    /// What should have fetched a token panicked.
    #[error("fetching a token panicked")]
    Panicked,
    /// Of a provider or closure of the application's own.
    #[error("{0}")]
    Own(&'static str),
}

impl TokenError {
    /// Whether the same call may succeed later without anybody changing anything.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}

/// Whoever logs an error seldom asks for its source.
struct Causes<'a>(&'a IssueError);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next: Option<&dyn Error> = Some(self.0);
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}
