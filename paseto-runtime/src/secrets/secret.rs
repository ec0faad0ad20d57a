//! A secret as a source hands it out.

use super::{SecretError, SecretPath};
use crate::secret::{SecretBytes, SecretText};

/// A secret as a source hands it out. Prints its version alone; the bytes are wiped on drop.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Secret {
    /// The bytes, as they are kept.
    pub bytes: SecretBytes,
    /// Which version, where the source keeps them or can tell them apart.
    pub version: Option<Version>,
}

impl Secret {
    /// A secret without a version.
    #[must_use]
    pub fn new(bytes: SecretBytes) -> Self {
        Self { bytes, version: None }
    }

    /// The same secret, of this version.
    #[must_use]
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(Version(version.into()));
        self
    }

    /// The bytes as text without ASCII white space around them: files end in a line break.
    ///
    /// # Errors
    ///
    /// [`SecretError::Malformed`] if they are not UTF-8, [`SecretError::NotFound`] if nothing is
    /// left. Both name this backend and path.
    pub fn text(
        &self,
        backend: &'static str,
        path: &SecretPath,
    ) -> Result<SecretText, SecretError> {
        let path = || path.to_string();
        let text = std::str::from_utf8(self.bytes.expose());
        let text = text
            .map_err(|_| SecretError::Malformed { backend, path: path(), what: "not UTF-8" })?
            .trim_ascii();
        if text.is_empty() {
            return Err(SecretError::NotFound { backend, path: path() });
        }
        Ok(text.to_owned().into())
    }
}

/// Tells two states of a secret apart: a number, an id, or a digest that says nothing of the
/// content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(String);

impl Version {
    /// As the source writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Version {
    fn from(text: String) -> Self {
        Self(text)
    }
}
