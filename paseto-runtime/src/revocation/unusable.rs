//! Why a shared store cannot be opened.

use std::error::Error;
use std::io;

/// Why a store that several nodes share cannot be used. Its words never show the address, which
/// may hold a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SharedStoreError {
    /// The address is none.
    #[error("is no address of a store: {0}")]
    Address(&'static str),
    /// This build lacks the feature.
    #[error("needs the feature `{0}`")]
    Feature(&'static str),
    /// No server answered, or it let us not in.
    #[error("the revocation store cannot be reached")]
    Unreachable(#[source] Box<dyn Error + Send + Sync>),
    /// The server would forget revocations.
    #[error(
        "the revocation store may forget what it was told: {0}; \
         `revocation.dangerous_allow_forgetting = true` takes it all the same"
    )]
    Forgets(&'static str),
    /// What stands there is not ours, or of another version.
    #[error("the revocation store holds something else: {0}")]
    Foreign(&'static str),
    /// A file of certificates.
    #[error("the certificates of `revocation.ca_file` cannot be used")]
    Certificates(#[source] Box<dyn Error + Send + Sync>),
    /// The system gave no thread to work in.
    #[error("the thread of the revocation store could not be started")]
    NoThread(#[source] io::Error),
    /// The system gave no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
}
