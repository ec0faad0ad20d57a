//! Members that are kept as one text.

use std::io;

use zeroize::Zeroizing;

use super::members::Fields;
use crate::secret::SecretBytes;
use crate::secrets::SecretError;
use crate::secrets::file::Named;

impl Fields {
    pub(in crate::secrets) fn parse(
        secret: &SecretBytes,
        named: Named<'_>,
    ) -> Result<Self, SecretError> {
        let what = "not a JSON object, and so without fields";
        serde_json::from_slice(secret.expose()).map(Self).map_err(|_| named.malformed(what))
    }

    /// The length is measured first: a buffer that grows would leave copies.
    pub(in crate::secrets) fn to_json(&self, named: Named<'_>) -> Result<SecretBytes, SecretError> {
        let failed = |_| named.malformed("its fields cannot be written as JSON");
        let mut length = Length(0);
        serde_json::to_writer(&mut length, &self.0).map_err(failed)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *bytes, &self.0).map_err(failed)?;
        Ok(std::mem::take(&mut *bytes).into())
    }
}

struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
