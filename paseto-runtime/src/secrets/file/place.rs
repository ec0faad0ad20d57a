//! Which file, and what in it.

use std::path::{Path, PathBuf};

use super::{Format, NAME, Named, Shield, content};
use crate::secret::SecretBytes;
use crate::secrets::{SecretError, SecretPath};

/// A file, and the field in it if there are several.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    pub(super) field: Option<String>,
    /// For errors.
    pub(super) shown: String,
}

impl Place {
    pub(super) fn of(only: Option<&str>, path: &SecretPath) -> Self {
        match only {
            Some(file) => Self {
                file: file.into(),
                field: Some(path.to_string()),
                shown: format!("{file}#{path}"),
            },
            None => Self {
                file: path.name().into(),
                field: path.field().map(str::to_owned),
                shown: path.to_string(),
            },
        }
    }

    pub(super) fn named(&self) -> Named<'_> {
        Named { backend: NAME, path: &self.shown }
    }

    pub(super) fn read(&self) -> Result<SecretBytes, SecretError> {
        read(&self.file, self.field.as_deref(), self.named(), Shield::Mode)
    }
}

/// The file's content, or one field of it.
pub(in crate::secrets) fn read(
    file: &Path,
    field: Option<&str>,
    named: Named<'_>,
    shield: Shield,
) -> Result<SecretBytes, SecretError> {
    let format = field.map(|field| Ok((field, Format::needed(file, named)?))).transpose()?;
    let mut content = content(file, named, shield)?;
    match format {
        Some((field, format)) => format.find(&content, field, named),
        None => Ok(std::mem::take(&mut *content).into()),
    }
}
