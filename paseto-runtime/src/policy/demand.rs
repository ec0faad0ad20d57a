//! The single demands: presence, freshness, assertion, scopes.

use std::time::Duration;

/// Who may come at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new way in must be weighed at every match")]
pub enum Presence {
    /// Only who brings a token.
    Required,
    /// Also who brings none; a bad one is refused.
    Optional,
    /// Also who brings none; a bad one counts as none.
    Lenient,
    /// Anyone.
    Public {
        /// Why that is right, for the audit.
        reason: &'static str,
    },
}

/// How recent the login must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new demand must be weighed at every match")]
pub enum Freshness {
    /// It does not matter.
    Any,
    /// The claim `fresh` is true.
    Fresh,
    /// The claim `fresh` is true, and the token at most this old.
    Within(Duration),
}

/// How often a token may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new demand must be weighed at every match")]
pub enum Uses {
    /// Until it expires.
    Many,
    /// Once.
    Once,
    /// Once, and its successor is of the same family: a second use revokes the family.
    Rotation,
}

/// What the implicit assertion is taken from. Its value is not here: it may be confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new source must be weighed at every match")]
pub enum AssertionSource {
    /// There is none.
    None,
    /// A constant in the attribute.
    Constant,
    /// A segment of the path.
    Path(&'static str),
    /// A header of the request.
    Header(&'static str),
    /// A function of the application.
    Function,
}

/// Which scopes must be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new demand must be weighed at every match")]
pub enum Scopes {
    /// None.
    None,
    /// All of these.
    All(&'static [&'static str]),
    /// At least one of these.
    Any(&'static [&'static str]),
}
