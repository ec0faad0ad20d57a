//! Systems on which files are not written.

use std::path::Path;

use super::Named;
use super::fields::Content;
use crate::secrets::SecretError;

/// What would become of a file.
pub(in crate::secrets) enum Change {
    Content(Content),
    Removal,
}

pub(in crate::secrets) fn change(
    _: &Path,
    named: Named<'_>,
    _: impl FnOnce() -> Result<Change, SecretError>,
) -> Result<(), SecretError> {
    let operation = "write or delete files on this system";
    Err(SecretError::Unsupported { backend: named.backend, operation })
}
