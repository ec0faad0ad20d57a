//! Why a password was neither hashed nor judged. Holds nothing of it, nor of the stored hash.

use crate::toolbox::error::RandomError;

/// Why a password was neither hashed nor judged. A wrong password is no error but a
/// [`Verdict`](super::Verdict).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// An empty password is never hashed.
    #[error("the password is empty")]
    Empty,
    /// Longer than [`PasswordLimits`](super::PasswordLimits) allow.
    #[error("the password is too long")]
    TooLong,
    /// The stored hash is in no format that is known here.
    #[error("the stored hash is in no known format")]
    UnknownFormat,
    /// The stored hash starts like a known format and does not go on like it.
    #[error("the stored hash is malformed")]
    Malformed,
    /// The stored hash asks for more work than [`PasswordLimits`](super::PasswordLimits) allow: it
    /// was not computed.
    #[error("the stored hash costs more than the limits allow")]
    TooCostly,
    /// No random salt.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The engine could not get the memory.
    #[error("no memory to compute the hash")]
    Memory,
    /// No tokio runtime to hand the work to: call the `_blocking` method there.
    #[error("not inside a tokio runtime")]
    NoRuntime,
    /// The runtime stopped before the work was done.
    #[error("the work was interrupted")]
    Interrupted,
}
