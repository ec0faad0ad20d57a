//! Why a request was turned away: one enum, in the order of the checks.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use super::{ClaimError, Code, CsrfFailure, ExpectedKind, PayloadError, Place, ShapeError};
use crate::kind::{Purpose, TokenKind};

/// Why the guard turned a request away.
///
/// `Display` is for the log. A client sees the status, the challenge and the [`Code`], never this
/// text; what fails before the cryptography has passed all looks alike to it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// No credentials in any configured place (RFC 6750 §3.1: a challenge without `error`).
    #[error("no token in the request")]
    Missing,
    /// Credentials of another scheme, which count as none: they are somebody else's to judge.
    #[error("no token in the request, but credentials of another scheme in {place}")]
    ForeignScheme {
        /// Where they stand.
        place: Arc<Place>,
        /// The scheme of ours.
        scheme: Arc<str>,
    },
    /// A place holds something that is not one token, such as `Bearer` alone.
    #[error("malformed credentials in {place}")]
    BadCredentials {
        /// Where, as a client knows it.
        place: Arc<Place>,
        /// The scheme that was expected before the token.
        scheme: Option<Arc<str>>,
    },
    /// Two tokens at once: which one to believe is not ours to guess (RFC 6750 §2).
    #[error("more than one token in the request")]
    TwoTokens,
    /// The body that should hold the token is longer than the configured limit.
    #[error("the body that should hold the token is too long")]
    BodyTooLong,
    /// The body that should hold the token broke off.
    #[error("the body that should hold the token could not be read")]
    BodyUnreadable,
    /// A page of a foreign origin opens the WebSocket.
    #[error("the WebSocket's origin is not allowed")]
    OriginRefused,
    /// The text is not `v4.<purpose>.<payload>[.<footer>]` in its one canonical form.
    #[error("token is not a well-formed PASETO")]
    Malformed(#[source] ShapeError),
    /// The `kid` of the footer names no key of ours, or there is none and one is required.
    #[error("token names no key of ours")]
    UnknownKey,
    /// The request lacks what the implicit assertion is taken from.
    #[error("request lacks the implicit assertion")]
    AssertionMissing,
    /// Wrong key, wrong assertion, or tampered with.
    #[error("token is not authentic")]
    NotAuthentic {
        /// The purpose of the token.
        purpose: Purpose,
    },
    /// Authentic, but its payload is not one that we read.
    #[error("token payload is refused")]
    BadPayload(#[source] PayloadError),
    /// A required claim is absent.
    #[error("claim `{claim}` is absent")]
    ClaimMissing {
        /// Its name on the wire.
        claim: &'static str,
    },
    /// `exp` has passed.
    #[error("token has expired")]
    Expired,
    /// `nbf` or `iat` lies in the future.
    #[error("token is not valid yet: `{claim}` lies ahead")]
    NotYetValid {
        /// Which of the two.
        claim: &'static str,
    },
    /// `exp` lies further ahead than any token of ours may live.
    #[error("token lives longer than `max_ttl`")]
    LivesTooLong,
    /// `iss` is not the one that is trusted.
    #[error("token has another issuer")]
    WrongIssuer,
    /// `aud` names none of ours.
    #[error("token is meant for another audience")]
    WrongAudience,
    /// A token of another kind than this route takes.
    // The kind comes out of the token: escaped, so that it cannot forge a line of the log.
    #[error("token is of kind {:?}, the route takes {expected}", .given.as_str())]
    WrongKind {
        /// What the route takes.
        expected: ExpectedKind,
        /// What came; the wire's `type`.
        given: TokenKind,
    },
    /// `fresh` was asked for, and the login is older or was none (RFC 9470).
    #[error("token is not fresh")]
    NotFresh {
        /// How long ago the login may have been; `None` if any fresh token will do.
        max_age: Option<Duration>,
    },
    /// The custom claims are not those that the handler declares.
    #[error("custom claims are refused")]
    BadClaims(#[source] ClaimError),
    /// A scope that the route demands was not granted.
    #[error("token lacks a scope")]
    ScopeMissing {
        /// What the route demands.
        scopes: &'static [&'static str],
    },
    /// The route's `require = …` is false.
    #[error("requirement is not met")]
    RequirementFailed,
    /// The token, or all tokens of its subject, have been revoked.
    #[error("token has been revoked")]
    Revoked,
    /// It may be used once, and was used before. A family that it belongs to has been revoked.
    #[error("token has been used before")]
    Reused,
    /// A request with a token in a cookie, which a foreign page may have caused.
    #[error("request may be forged across sites")]
    CsrfFailed(#[source] CsrfFailure),
    /// A token presented within a connection speaks for somebody else than the connection does.
    #[error("token is for another subject than the connection")]
    SubjectChanged,
    /// The `kid` of the footer names no key of ours, and our keys are too old to say that there is
    /// none: their source has not been read for longer than `keys.max_stale`.
    #[error("token names no key of ours, and new keys could not be read for long")]
    KeysStale,
    /// The revocation store could not be asked: fail closed.
    #[error("revocation state is unavailable")]
    StoreUnavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The revocation store did not say whether it has used the token up: who tries again may be
    /// taken for a thief.
    #[error("whether the token has been used up is unknown")]
    UseUnknown(#[source] Box<dyn Error + Send + Sync>),
    /// The application cannot serve this route: nothing was installed, or not what it needs.
    #[error("application is not set up for this route: {0}")]
    Misconfigured(&'static str),
}

impl Rejection {
    /// Whether the token itself is no good, which `lenient` forgives: not what was sent around it,
    /// nor a good token that may not do this.
    #[must_use]
    pub const fn is_bad_token(&self) -> bool {
        match self {
            Self::Malformed(_)
            | Self::UnknownKey
            | Self::AssertionMissing
            | Self::NotAuthentic { .. }
            | Self::BadPayload(_)
            | Self::ClaimMissing { .. }
            | Self::Expired
            | Self::NotYetValid { .. }
            | Self::LivesTooLong
            | Self::WrongIssuer
            | Self::WrongAudience => true,
            Self::Missing
            | Self::ForeignScheme { .. }
            | Self::BadCredentials { .. }
            | Self::TwoTokens
            | Self::BodyTooLong
            | Self::BodyUnreadable
            | Self::OriginRefused
            | Self::WrongKind { .. }
            | Self::NotFresh { .. }
            | Self::BadClaims(_)
            | Self::ScopeMissing { .. }
            | Self::RequirementFailed
            | Self::Revoked
            | Self::Reused
            | Self::CsrfFailed(_)
            | Self::SubjectChanged
            | Self::KeysStale
            | Self::StoreUnavailable(_)
            | Self::UseUnknown(_)
            | Self::Misconfigured(_) => false,
        }
    }

    /// The stable code that a client may act on.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Missing | Self::ForeignScheme { .. } => Code::TokenMissing,
            Self::BadCredentials { .. }
            | Self::TwoTokens
            | Self::BodyTooLong
            | Self::BodyUnreadable => Code::InvalidRequest,
            Self::OriginRefused => Code::OriginRefused,
            Self::Malformed(_)
            | Self::UnknownKey
            | Self::AssertionMissing
            | Self::NotAuthentic { .. }
            | Self::BadPayload(_)
            | Self::ClaimMissing { .. }
            | Self::LivesTooLong
            | Self::SubjectChanged => Code::TokenInvalid,
            Self::Expired => Code::TokenExpired,
            Self::NotYetValid { .. } => Code::TokenNotYetValid,
            Self::WrongIssuer => Code::WrongIssuer,
            Self::WrongAudience => Code::WrongAudience,
            Self::WrongKind { .. } => Code::WrongKind,
            Self::NotFresh { .. } => Code::TokenNotFresh,
            Self::BadClaims(_) => Code::ClaimsInvalid,
            Self::ScopeMissing { .. } => Code::ScopeMissing,
            Self::RequirementFailed => Code::RequirementFailed,
            Self::Revoked => Code::TokenRevoked,
            Self::Reused => Code::TokenUsed,
            Self::CsrfFailed(_) => Code::CsrfFailed,
            Self::KeysStale
            | Self::StoreUnavailable(_)
            | Self::UseUnknown(_)
            | Self::Misconfigured(_) => Code::TemporarilyUnavailable,
        }
    }
}
