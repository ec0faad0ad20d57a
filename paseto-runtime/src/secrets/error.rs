//! Why a secret could not be had or kept. Names backend, path and cause, never content.

/// Why a secret could not be had or kept.
///
/// Names the backend, the path in it and the cause. Content never comes in here, nor does the text
/// of an error of another crate: bodies of answers and key bytes hide in those.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// A known kind of source that this build lacks.
    #[error("this build has no source `{scheme}:`; enable the feature `{feature}`")]
    NotBuilt {
        /// As it stands before the colon.
        scheme: &'static str,
        /// What to enable.
        feature: &'static str,
    },
    /// What follows the scheme is no name.
    #[error("`{0}:` must be followed by a name")]
    NoName(&'static str),
    /// What follows the scheme may be the key itself.
    #[error("what follows `{0}:` looks like a key, where a name belongs")]
    LooksLikeKey(&'static str),
    /// Absent, or empty.
    #[error("`{backend}:{path}` is absent or empty")]
    NotFound {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
    },
    /// The backend knows us and does not let us.
    #[error("`{backend}:{path}` is denied to these credentials")]
    Denied {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
    },
    /// The backend does not take our credentials, or takes them no longer.
    #[error("{backend} does not accept the credentials: {cause}")]
    Unauthenticated {
        /// The name of the source.
        backend: &'static str,
        /// In our words.
        cause: &'static str,
    },
    /// Not to be had now; later perhaps.
    #[error("{backend} cannot be used now: {cause}")]
    Unavailable {
        /// The name of the source.
        backend: &'static str,
        /// How it failed.
        cause: Outage,
    },
    /// The backend cannot do it at all.
    #[error("{backend} cannot {operation}")]
    Unsupported {
        /// The name of the source.
        backend: &'static str,
        /// A verb with its object, such as `list secrets`.
        operation: &'static str,
    },
    /// What came back is not what the backend's protocol or the format says.
    #[error("`{backend}:{path}` is malformed: {what}")]
    Malformed {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
        /// What is wrong, in our words.
        what: &'static str,
    },
    /// More bytes than the backend or this library takes.
    #[error("`{backend}:{path}` is longer than {most} bytes")]
    TooLong {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
        /// How many are taken.
        most: usize,
    },
    /// A sealed secret whose conditions do not hold, or that is sealed for another device or key.
    #[error("`{backend}:{path}` stays sealed: {what}")]
    Sealed {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
        /// Which condition, in our words.
        what: &'static str,
    },
    /// Another writer came first: see [`SetOptions`](super::SetOptions).
    #[error("`{backend}:{path}` has been changed by another writer")]
    Conflict {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
    },
    /// The operating system does not let us read or write the file.
    #[error("`{backend}:{path}` cannot be read or written: {cause}")]
    Inaccessible {
        /// The name of the source.
        backend: &'static str,
        /// The path in it.
        path: String,
        /// Of the operating system.
        cause: std::io::ErrorKind,
    },
    /// Every user of the machine can read or write the file, and it holds a secret key.
    #[error("`file:{0}` is open to every user; its mode must end in 0")]
    Exposed(String),
    /// Every user of the machine can write the file, and so choose whose tokens are taken.
    #[error("`file:{0}` can be written by every user")]
    Writable(String),
    /// The settings of the backend, or the variables that stand in for them.
    #[error("{backend}: {what}")]
    Config {
        /// The name of the source.
        backend: &'static str,
        /// What is wrong and what to write instead.
        what: &'static str,
    },
}

impl SecretError {
    /// Whether the same call may succeed later without anybody changing anything: what decides
    /// between waiting and giving up.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}

/// How a backend failed to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Outage {
    /// No connection: nobody listens, no route, no bus, a certificate that does not hold.
    #[error("no connection")]
    NoConnection,
    /// A connection whose other side cannot be trusted.
    #[error("its certificate does not hold")]
    Certificate,
    /// No answer in time, or one that broke off.
    #[error("no answer in time")]
    TimedOut,
    /// The backend said that it has failed.
    #[error("it reports a failure of its own")]
    Server,
    /// The backend asked for fewer requests.
    #[error("it asks for fewer requests")]
    Throttled,
    /// Sealed, locked, or waiting for a person.
    #[error("it is locked")]
    Locked,
}
