//! How errors speak of a file.

use std::io;
use std::path::{Path, PathBuf};

use crate::secrets::{Outage, SecretError};

/// The backend and the path as the operator wrote it.
#[derive(Debug, Clone, Copy)]
pub(in crate::secrets) struct Named<'a> {
    pub(in crate::secrets) backend: &'static str,
    pub(in crate::secrets) path: &'a str,
}

impl Named<'_> {
    pub(in crate::secrets) fn absent(self) -> SecretError {
        SecretError::NotFound { backend: self.backend, path: self.path.to_owned() }
    }

    /// Another file than the one that was meant has been opened: nothing of it is used.
    pub(in crate::secrets) fn moved(self) -> SecretError {
        SecretError::Unavailable { backend: self.backend, cause: Outage::Server }
    }

    pub(in crate::secrets) fn malformed(self, what: &'static str) -> SecretError {
        SecretError::Malformed { backend: self.backend, path: self.path.to_owned(), what }
    }

    pub(in crate::secrets) fn too_long(self, most: usize) -> SecretError {
        SecretError::TooLong { backend: self.backend, path: self.path.to_owned(), most }
    }

    pub(in crate::secrets) fn conflict(self) -> SecretError {
        SecretError::Conflict { backend: self.backend, path: self.path.to_owned() }
    }

    pub(in crate::secrets) fn inaccessible(self, cause: io::ErrorKind) -> SecretError {
        SecretError::Inaccessible { backend: self.backend, path: self.path.to_owned(), cause }
    }

    /// Of the file itself: without its folder there is nothing that could be absent from it, but a
    /// mount that is missing.
    pub(in crate::secrets) fn io(self, file: &Path, error: &io::Error) -> SecretError {
        if error.kind() == io::ErrorKind::NotFound && folder_of(file).is_dir() {
            return self.absent();
        }
        self.inaccessible(error.kind())
    }
}

pub(super) fn folder_of(file: &Path) -> &Path {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// A hidden file in the same folder.
#[cfg(unix)]
pub(super) fn beside(
    folder: &Path,
    file: &Path,
    end: &str,
    named: Named<'_>,
) -> Result<PathBuf, SecretError> {
    let name = file.file_name().ok_or(named.inaccessible(io::ErrorKind::InvalidFilename))?;
    Ok(folder.join(format!(".{}{end}", name.to_string_lossy())))
}
