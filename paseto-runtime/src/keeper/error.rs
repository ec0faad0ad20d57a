//! Why keys were not replaced, revoked or read.

use crate::config::{DocumentError, Problem};
use crate::key::KeyId;
use crate::secrets::SecretError;

/// Why keys were not replaced, revoked or read. Names backend, path and cause, never content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RotateError {
    /// No configured profile of that name.
    #[error("no configured profile of that name")]
    NoProfile,
    /// The key stands in the configuration itself, or in a variable: nothing there can be written.
    #[error("the key stands in {0}, which cannot be written; keep it in a source such as `file:`")]
    NotStored(&'static str),
    /// The profile makes no tokens.
    #[error("the profile has no active key")]
    NoKey,
    /// No source of the profile holds this key.
    #[error("no source of the profile holds the key {0}")]
    UnknownKey(KeyId),
    /// The source cannot be written.
    #[error("`{backend}:{path}` cannot be written by this program")]
    ReadOnly {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
    },
    /// There are so many keys already that one more would not be accepted.
    #[error("`{backend}:{path}` holds 16 keys of this purpose; wait until an old one has ended")]
    TooMany {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
    },
    /// The source.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// What stands in the source is no key.
    #[error("the source holds no key that can be used: {0}")]
    Key(crate::codec::KeyError),
    /// The key document in the source.
    #[error("`{place}`: {cause}")]
    Document {
        /// The source and the path in it.
        place: String,
        /// What is wrong with it.
        cause: DocumentError,
    },
    /// What was read, or would have been written, breaks a rule of the configuration; the old keys
    /// stay.
    #[error("the keys are refused, the old ones stay: {0}")]
    Refused(Problem),
    /// Other writers came first again and again.
    #[error("other writers came first, again and again")]
    Contended,
    /// The system gave no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// The thread that reads keys has failed meanwhile.
    #[error("the thread that reads keys has failed")]
    Stopped,
}

impl From<crate::config::Unread> for RotateError {
    fn from(error: crate::config::Unread) -> Self {
        use crate::config::Unread;
        match error {
            Unread::Secret(error) => Self::Secret(error),
            Unread::Key(error) => Self::Key(error),
            Unread::Document { scheme, path, cause } => {
                Self::Document { place: format!("{scheme}:{path}"), cause }
            }
        }
    }
}
