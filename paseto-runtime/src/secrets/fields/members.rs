//! The members of a secret that is nothing but a JSON object.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{put, remove, text, wipe};
use crate::secret::SecretBytes;
use crate::secrets::SecretError;
use crate::secrets::file::Named;

/// The members of a secret, wiped on drop.
#[derive(Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(in crate::secrets) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    #[cfg(feature = "vault")]
    pub(in crate::secrets) fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    pub(in crate::secrets) fn read(
        &self,
        field: &str,
        named: Named<'_>,
    ) -> Result<SecretBytes, SecretError> {
        let text = self.0.get(field).map(text).transpose().map_err(|what| named.malformed(what))?;
        let mut text = text.flatten().ok_or_else(|| named.absent())?;
        Ok(std::mem::take(&mut *text).into_bytes().into())
    }

    #[cfg(any(feature = "aws", feature = "vault"))]
    /// Whether a writer who wants there to be none finds one.
    pub(in crate::secrets) fn has(
        &self,
        field: &str,
        named: Named<'_>,
    ) -> Result<bool, SecretError> {
        match self.read(field, named) {
            Ok(_) => Ok(true),
            Err(SecretError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(in crate::secrets) fn put(
        &mut self,
        field: &str,
        value: &SecretBytes,
        named: Named<'_>,
    ) -> Result<(), SecretError> {
        let text = std::str::from_utf8(value.expose());
        let text = text.map_err(|_| named.malformed("not UTF-8, and a field holds text"))?;
        put(&mut self.0, field, text).map_err(|what| named.malformed(what))
    }

    pub(in crate::secrets) fn remove(
        &mut self,
        field: &str,
        named: Named<'_>,
    ) -> Result<(), SecretError> {
        let removed = remove(&mut self.0, field).map_err(|what| named.malformed(what))?;
        removed.then_some(()).ok_or_else(|| named.absent())
    }
}

impl Drop for Fields {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}
