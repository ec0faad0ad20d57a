//! What a client is told: a stable code, and all that follows from it.

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
    /// 401: of a kind that is used once, and it has been used.
    TokenUsed,
    /// 401 (RFC 9470): log in again.
    TokenNotFresh,
    /// 403: a scope is missing.
    ScopeMissing,
    /// 403: `require = …` is false.
    RequirementFailed,
    /// 403: a foreign origin opens a WebSocket.
    OriginRefused,
    /// 403: a request with a token in a cookie may come from a foreign page.
    CsrfFailed,
    /// 503: try again.
    TemporarilyUnavailable,
}

impl Code {
    /// Every code there is.
    pub(crate) const ALL: &[Self] = &[
        Self::TokenMissing,
        Self::InvalidRequest,
        Self::TokenInvalid,
        Self::TokenExpired,
        Self::TokenNotYetValid,
        Self::WrongIssuer,
        Self::WrongAudience,
        Self::WrongKind,
        Self::ClaimsInvalid,
        Self::TokenRevoked,
        Self::TokenUsed,
        Self::TokenNotFresh,
        Self::ScopeMissing,
        Self::RequirementFailed,
        Self::OriginRefused,
        Self::CsrfFailed,
        Self::TemporarilyUnavailable,
    ];

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
            Self::TokenUsed => "token_used",
            Self::TokenNotFresh => "token_not_fresh",
            Self::ScopeMissing => "scope_missing",
            Self::RequirementFailed => "requirement_failed",
            Self::OriginRefused => "origin_refused",
            Self::CsrfFailed => "csrf_failed",
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
            | Self::TokenUsed
            | Self::TokenNotFresh => 401,
            Self::ScopeMissing
            | Self::RequirementFailed
            | Self::OriginRefused
            | Self::CsrfFailed => 403,
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
            | Self::TokenRevoked
            | Self::TokenUsed => Some("invalid_token"),
            Self::TokenNotFresh => Some("insufficient_user_authentication"),
            Self::ScopeMissing | Self::RequirementFailed | Self::CsrfFailed => {
                Some("insufficient_scope")
            }
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
            Self::TokenUsed => "The token has been used already.",
            Self::TokenNotFresh => "A more recent login is needed.",
            Self::ScopeMissing => "The token does not grant the scope that is needed.",
            Self::RequirementFailed => "The token does not allow this.",
            Self::OriginRefused => "This origin may not open the connection.",
            Self::CsrfFailed => "The request may come from a foreign page.",
            Self::TemporarilyUnavailable => "The token cannot be checked at the moment.",
        }
    }
}
