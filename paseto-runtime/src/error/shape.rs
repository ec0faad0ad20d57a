//! What is wrong with a token before it has been opened.

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
