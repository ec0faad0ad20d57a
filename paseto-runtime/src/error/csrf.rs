//! Which of the checks against forged requests failed.

/// Which check a request with a token in a cookie failed. The first one that fails is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsrfFailure {
    /// `Sec-Fetch-Site` says that a page of another site or origin is behind it.
    #[error("`Sec-Fetch-Site` names a foreign page")]
    Site,
    /// `Origin` is neither the origin that the request was sent to nor an allowed one.
    #[error("`Origin` is not allowed")]
    Origin,
    /// The header with the value is absent, or there twice.
    #[error("the header with the CSRF value is missing")]
    Missing,
    /// The value is not the token's own.
    #[error("the CSRF value is not the token's")]
    Mismatch,
    /// The token carries no value: it was not made for a cookie.
    #[error("the token carries no CSRF value")]
    Unbound,
}
