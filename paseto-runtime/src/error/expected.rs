//! The kind of token that a route takes.

use std::fmt;

use crate::kind::TokenKind;

/// The kind of token that a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new kind must be weighed at every match")]
pub enum ExpectedKind {
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
    /// The application's own kind.
    Custom(&'static str),
    /// Access or refresh: `kind = any`, for log-out routes.
    Any,
}

impl ExpectedKind {
    /// Whether a token of this kind is taken.
    #[must_use]
    pub fn admits(self, kind: &TokenKind) -> bool {
        match (self, kind) {
            (Self::Access | Self::Any, TokenKind::Access)
            | (Self::Refresh | Self::Any, TokenKind::Refresh) => true,
            (Self::Custom(expected), TokenKind::Custom(given)) => expected == &**given,
            (Self::Access, TokenKind::Refresh | TokenKind::Custom(_))
            | (Self::Refresh, TokenKind::Access | TokenKind::Custom(_))
            | (Self::Custom(_), TokenKind::Access | TokenKind::Refresh)
            | (Self::Any, TokenKind::Custom(_)) => false,
        }
    }
}

impl fmt::Display for ExpectedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Custom(name) => name,
            Self::Any => "access or refresh",
        })
    }
}
