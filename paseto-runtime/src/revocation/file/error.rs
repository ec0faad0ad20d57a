//! Why a file of revocations cannot be used.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why the file was refused. It is never started empty in place of what it held.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileStoreError {
    /// The directory that it would lie in does not exist.
    #[error("`{}` lies in no directory", .0.display())]
    NoDirectory(PathBuf),
    /// It could not be opened, read or written.
    #[error("`{}` cannot be opened", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// Another process holds it, or another profile of this one.
    #[error("`{}` is in use by another process or another profile", .0.display())]
    InUse(PathBuf),
    /// It is something else, or was written by a version that is not understood.
    #[error("`{}` is not a file of revocations", .0.display())]
    Foreign(PathBuf),
    /// It was one, but has been cut off or changed.
    #[error("`{}` is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database said.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
}
