//! Why a key's text could not be had. Holds names and paths, never content.

use std::io;
use std::path::PathBuf;

/// Why a key's text could not be had.
///
/// Names the variable or the file; what stands in it never comes in here.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// A known kind of source that this build lacks.
    #[error("this build has no source `{0}`")]
    NotBuilt(&'static str),
    /// What follows `env:` is no name of a variable, or nothing follows `file:`.
    #[error("`{0}` must be followed by a name")]
    NoName(&'static str),
    /// What follows `env:` or `file:` may be the key itself.
    #[error("what follows `{0}` looks like a key, where a name belongs")]
    LooksLikeKey(&'static str),
    /// The variable is absent or empty.
    #[error("environment variable `{0}` is absent or empty")]
    VariableNotFound(String),
    /// The file is absent or empty.
    #[error("file `{}` is absent or empty", .0.display())]
    FileNotFound(PathBuf),
    /// The file could not be read.
    #[error("file `{}` cannot be read", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// Longer than 64 KiB: whatever it is, it is no key.
    #[error("file `{}` is longer than 64 KiB", .0.display())]
    TooLong(PathBuf),
    /// Not UTF-8.
    #[error("source `{0}` holds no UTF-8 text")]
    NotText(&'static str),
    /// Every user of the machine can read or write it, and it holds a secret key.
    #[error("file `{}` is open to every user; its mode must end in 0", .0.display())]
    Exposed(PathBuf),
    /// Every user of the machine can write it, and so choose whose tokens are taken.
    #[error("file `{}` can be written by every user", .0.display())]
    Writable(PathBuf),
}
