//! Why nothing was sealed or opened. Without detail on purpose: a detail would be an oracle.

/// The system's generator of random bytes failed: nothing was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system has no random bytes")]
pub struct RandomError;

/// Why a key was not taken. Holds nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not base64url.
    #[error("the key is not base64url")]
    Text,
    /// Not 32 bytes.
    #[error("the key is not 32 bytes long")]
    Length,
    /// All zeros: a buffer that nobody filled.
    #[error("the key is all zeros")]
    Weak,
}

/// Why nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// No random nonce, so nothing may be sealed.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Longer than the algorithm can seal (64 GiB).
    #[error("the content is too long to be sealed")]
    TooLong,
    /// The value of an encrypted field has no JSON form.
    #[error("the value cannot be serialized")]
    Content,
}

/// Why nothing was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Not sealed under these keys and this context, or altered, or no sealed text at all: one and
    /// the same answer.
    #[error("cannot be opened")]
    Refused,
    /// Authentic, but older than the allowed age, or from more than a minute ahead.
    #[error("authentic, but outside its allowed age")]
    Expired,
    /// Authentic, but not of the declared type.
    #[error("authentic, but not of the declared type")]
    Content,
}
