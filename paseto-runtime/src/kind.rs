//! What a token is for: the claim `type`, and the purpose of its PASETO header.

use std::fmt;
use std::sync::Arc;

/// What a token may be used for: the claim `type`.
///
/// Kinds never stand in for each other: a refresh token opens no access route, and the reverse.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Short-lived, for resources. On the wire: `access`.
    Access,
    /// Long-lived, for the refresh route only. On the wire: `refresh`.
    Refresh,
    /// The application's own, such as `email-verify`.
    Custom(Arc<str>),
}

impl TokenKind {
    /// The kind that the claim `type` spells; `None` for an empty one.
    #[must_use]
    pub fn from_claim(text: &str) -> Option<Self> {
        match text {
            "" => None,
            "access" => Some(Self::Access),
            "refresh" => Some(Self::Refresh),
            custom => Some(Self::Custom(custom.into())),
        }
    }

    /// As the claim `type` spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Custom(name) => name,
        }
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The purpose of a PASETO: who can read it, and who can make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "PASETO has exactly two purposes")]
pub enum Purpose {
    /// `v4.local`: encrypted and authenticated under one shared key.
    Local,
    /// `v4.public`: readable by anyone, signed with Ed25519.
    Public,
}

impl Purpose {
    /// The header of a version 4 token of this purpose, its last dot included.
    #[must_use]
    pub const fn header(self) -> &'static str {
        match self {
            Self::Local => "v4.local.",
            Self::Public => "v4.public.",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "v4.local",
            Self::Public => "v4.public",
        })
    }
}
