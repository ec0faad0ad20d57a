//! Why a token was not made.

use crate::error::{ClaimError, FooterError, PayloadError};
use crate::kind::Purpose;

/// Why a token was not made: the application or its configuration asks for something that would
/// be immortal, unusable or misleading. Never sent to a client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// No key is configured that makes tokens of this purpose.
    #[error("no active {0} key")]
    NoKey(Purpose),
    /// The source of the key has not been read for longer than `keys.max_stale`: the key may have
    /// been revoked or replaced meanwhile.
    #[error("the source of the {0} key has not been read for longer than `keys.max_stale`")]
    KeysStale(Purpose),
    /// Nobody to make the token for.
    #[error("the subject is empty")]
    EmptySubject,
    /// An assertion of nothing, which would bind the token to nothing.
    #[error("the assertion is empty")]
    EmptyAssertion,
    /// A custom kind without a name.
    #[error("a token kind needs a name")]
    EmptyKind,
    /// `access` and `refresh` have methods of their own.
    #[error("kind `{0}` is not custom; use the method of that name")]
    NotCustom(&'static str),
    /// `fresh` on anything but an access token.
    #[error("only an access token can be fresh")]
    FreshKind,
    /// Custom claims under registered names.
    #[error("custom claims cannot include reserved claims: {}", .0.join(", "))]
    ReservedClaims(Vec<String>),
    /// Custom claims that are no JSON object, or cannot be serialized.
    #[error("custom claims are not a JSON object")]
    NotAnObject,
    /// A `#[claim(…)]` rule is broken.
    #[error("custom claims break a rule")]
    Claims(#[from] ClaimError),
    /// A footer that would not be read back.
    #[error("footer refused")]
    Footer(#[from] FooterError),
    /// A footer that cannot be serialized as JSON.
    #[error("footer is not JSON")]
    FooterJson,
    /// The footer's `kid` is not the id of the key that seals.
    #[error("the footer's `kid` is not the id of the sealing key")]
    ForeignKeyId,
    /// `kid` is required, and this footer has no room for it.
    #[error("`kid` is required, so a footer must be a JSON object")]
    NoKeyId,
    /// A life of nothing, or one that has already ended.
    #[error("the token would have expired before it is used")]
    Expired,
    /// Beyond `max_ttl`, so it would be refused.
    #[error("the token would live longer than `max_ttl`")]
    LivesTooLong,
    /// A ticket of more than 30 seconds: it travels in a URL, which is written down on its way.
    #[error("a ticket lives 30 seconds at most")]
    TicketLivesTooLong,
    /// Without an expiry, which verification requires.
    #[error("a token that never expires needs `require_expiry = false`")]
    Immortal,
    /// The login that it belongs to has reached the end of its life, `family.ttl`; or the token that
    /// a ticket stands for has.
    #[error("the login has reached the end of its life")]
    FamilyOver,
    /// On a route that says `rotate`, before the refresh token has been used up: while the
    /// handler's parameters are read.
    #[error("the refresh token that it follows has not been used up yet")]
    NotUsedUp,
    /// A refresh token of a route that says `rotate` with an id of its own.
    #[error("the id of a refresh token that follows another is prescribed")]
    PrescribedId,
    /// A login of its own on a route that says `rotate`.
    #[error("a route that rotates begins no login")]
    Rotated,
    /// An instant outside the years 1970 to 9999.
    #[error("instant out of range")]
    OutOfRange,
    /// A payload that our own verification would refuse.
    #[error("the payload would be refused")]
    Payload(#[source] PayloadError),
    /// Longer than `max_token_length`.
    #[error("the token has {length} bytes, the limit is {limit}")]
    TooLong {
        /// How long it came out.
        length: usize,
        /// The configured limit.
        limit: usize,
    },
    /// A cookie that a browser would drop without a word: it keeps 4096 bytes of name and value.
    #[error("the cookie `{name}` has {length} bytes with its name, browsers keep 4096")]
    CookieTooLong {
        /// Its name.
        name: String,
        /// Name and value together.
        length: usize,
    },
    /// A cookie whose name, value or attributes cannot stand in a header.
    #[error("the cookie `{name}` holds characters that a cookie cannot")]
    CookieUnwritable {
        /// Its name.
        name: String,
    },
    /// A token of a custom kind, for which no cookie is configured.
    #[error("only access and refresh tokens have a cookie")]
    NoCookie,
    /// The system gave no randomness, or the cryptography failed.
    #[error("sealing failed")]
    Sealing,
    /// The application has no such profile, or nothing is installed.
    #[error("no configured profile of that name")]
    NoProfile,
}
