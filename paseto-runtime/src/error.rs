//! Why a request was turned away: one enum, in the order of the checks.

use std::error::Error;
use std::fmt;
use std::time::Duration;

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
        place: Place,
        /// The scheme of ours.
        scheme: String,
    },
    /// A place holds something that is not one token, such as `Bearer` alone.
    #[error("malformed credentials in {place}")]
    BadCredentials {
        /// Where, as a client knows it.
        place: Place,
        /// The scheme that was expected before the token.
        scheme: Option<String>,
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
    /// The revocation store could not be asked: fail closed.
    #[error("revocation state is unavailable")]
    StoreUnavailable(#[source] Box<dyn Error + Send + Sync>),
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
            | Self::StoreUnavailable(_)
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
            | Self::LivesTooLong => Code::TokenInvalid,
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
            Self::StoreUnavailable(_) | Self::Misconfigured(_) => Code::TemporarilyUnavailable,
        }
    }
}

/// The stable, machine-readable name of a refusal: the member `code` of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// 401, challenge without `error`.
    TokenMissing,
    /// 400: two tokens, or malformed credentials.
    InvalidRequest,
    /// 401: anything before the cryptography has passed, and what says no more after it.
    TokenInvalid,
    /// 401: `exp` has passed.
    TokenExpired,
    /// 401: `nbf` or `iat` lies ahead.
    TokenNotYetValid,
    /// 401: another `iss`.
    WrongIssuer,
    /// 401: another `aud`.
    WrongAudience,
    /// 401: another kind of token.
    WrongKind,
    /// 401: the custom claims break a rule.
    ClaimsInvalid,
    /// 401: revoked.
    TokenRevoked,
    /// 401 (RFC 9470): log in again.
    TokenNotFresh,
    /// 403: a scope is missing.
    ScopeMissing,
    /// 403: `require = …` is false.
    RequirementFailed,
    /// 403: a foreign origin opens a WebSocket.
    OriginRefused,
    /// 503: try again.
    TemporarilyUnavailable,
}

impl Code {
    /// As it stands in the answer.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TokenMissing => "token_missing",
            Self::InvalidRequest => "invalid_request",
            Self::TokenInvalid => "token_invalid",
            Self::TokenExpired => "token_expired",
            Self::TokenNotYetValid => "token_not_yet_valid",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongKind => "wrong_kind",
            Self::ClaimsInvalid => "claims_invalid",
            Self::TokenRevoked => "token_revoked",
            Self::TokenNotFresh => "token_not_fresh",
            Self::ScopeMissing => "scope_missing",
            Self::RequirementFailed => "requirement_failed",
            Self::OriginRefused => "origin_refused",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::TokenMissing
            | Self::TokenInvalid
            | Self::TokenExpired
            | Self::TokenNotYetValid
            | Self::WrongIssuer
            | Self::WrongAudience
            | Self::WrongKind
            | Self::ClaimsInvalid
            | Self::TokenRevoked
            | Self::TokenNotFresh => 401,
            Self::ScopeMissing | Self::RequirementFailed | Self::OriginRefused => 403,
            Self::TemporarilyUnavailable => 503,
        }
    }

    /// The `error` of RFC 6750 §3.1 and RFC 9470, where there is one.
    #[must_use]
    pub const fn error(self) -> Option<&'static str> {
        match self {
            Self::TokenMissing | Self::OriginRefused | Self::TemporarilyUnavailable => None,
            Self::InvalidRequest => Some("invalid_request"),
            Self::TokenInvalid
            | Self::TokenExpired
            | Self::TokenNotYetValid
            | Self::WrongIssuer
            | Self::WrongAudience
            | Self::WrongKind
            | Self::ClaimsInvalid
            | Self::TokenRevoked => Some("invalid_token"),
            Self::TokenNotFresh => Some("insufficient_user_authentication"),
            Self::ScopeMissing | Self::RequirementFailed => Some("insufficient_scope"),
        }
    }

    /// One sentence for a person; it never depends on what was sent.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::TokenMissing => "This resource needs a token.",
            Self::InvalidRequest => "The request must carry exactly one well-formed token.",
            Self::TokenInvalid => "The token is not valid.",
            Self::TokenExpired => "The token has expired.",
            Self::TokenNotYetValid => "The token is not valid yet.",
            Self::WrongIssuer => "The token comes from another issuer.",
            Self::WrongAudience => "The token is meant for another audience.",
            Self::WrongKind => "The token is of another kind than this resource takes.",
            Self::ClaimsInvalid => "The claims of the token are not valid here.",
            Self::TokenRevoked => "The token has been revoked.",
            Self::TokenNotFresh => "A more recent login is needed.",
            Self::ScopeMissing => "The token does not grant the scope that is needed.",
            Self::RequirementFailed => "The token does not allow this.",
            Self::OriginRefused => "This origin may not open the connection.",
            Self::TemporarilyUnavailable => "The token cannot be checked at the moment.",
        }
    }
}

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

/// Where in a request a token stood, as a client knows the place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A header of this name.
    Header(String),
    /// A member of the JSON body.
    Json(String),
    /// A parameter of the query.
    Query(String),
    /// An offered WebSocket subprotocol, `bearer.<token>`.
    Subprotocol,
    /// Where the application's own function found it.
    Function,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Json(field) => write!(f, "JSON member `{field}`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Subprotocol => f.write_str("Sec-WebSocket-Protocol"),
            Self::Function => f.write_str("the route's own function"),
        }
    }
}

/// What keeps a text from being a PASETO that we open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// Longer than `max_token_length`.
    #[error("longer than the limit")]
    TooLong,
    /// Not one layer of base64 around a token, on a `base64` route.
    #[error("not wrapped in one layer of base64")]
    NotWrapped,
    /// Not a version and purpose that this route accepts.
    #[error("version or purpose not accepted")]
    Header,
    /// Not three or four parts, or an empty one.
    #[error("not three or four parts")]
    Parts,
    /// Not canonical base64url without padding, or too short to hold a payload.
    #[error("not canonical base64url")]
    Encoding,
    /// The footer breaks a rule.
    #[error("footer refused")]
    Footer(#[from] FooterError),
}

/// What keeps a footer from being read before its token is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FooterError {
    /// Longer than 512 bytes.
    #[error("longer than 512 bytes")]
    TooLong,
    /// Starts as a JSON object, and is none.
    #[error("not a JSON object")]
    NotJson,
    /// An array or object inside, or more than eight members.
    #[error("nested, or more than eight members")]
    TooComplex,
    /// One name twice.
    #[error("duplicate member")]
    Duplicate,
    /// `kid` is no PASERK id of a key that could open this token.
    #[error("`kid` is not a PASERK id")]
    KeyId,
    /// A key in the open: PASERK allows ids and wrapped keys only.
    #[error("holds a key")]
    HoldsKey,
}

/// What keeps an authentic payload from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// Not a JSON object.
    #[error("not a JSON object")]
    NotObject,
    /// One name twice in one object, at any depth.
    #[error("duplicate member")]
    Duplicate,
    /// Nested deeper than 8, more than 64 members in an object or 256 in all, or a text above 2 KiB.
    #[error("too deep, too many members, or a text too long")]
    TooComplex,
    /// A registered claim of another type than its own.
    #[error("claim `{0}` has the wrong type")]
    WrongType(&'static str),
    /// A time that is not RFC 3339 with upper-case letters.
    #[error("claim `{0}` is not an RFC 3339 time")]
    BadTime(&'static str),
}

/// A custom claim that breaks the rules of its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// The payload does not deserialize into the declared type.
    #[error("the claims do not fit the declared type")]
    Shape,
    /// A `#[claim(…)]` rule is broken.
    #[error("claim `{claim}` breaks its rule `{rule}`")]
    Rule {
        /// Its name on the wire.
        claim: &'static str,
        /// The rule: `one_of`, `len`, `range` or `with`.
        rule: &'static str,
    },
}
