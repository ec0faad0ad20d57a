//! Writing and deleting one secret.

use super::place::Place;
use crate::secret::SecretBytes;
use crate::secrets::{SecretError, SetOptions};

impl Place {
    pub(super) fn write(
        &self,
        value: &SecretBytes,
        options: &SetOptions,
    ) -> Result<(), SecretError> {
        self.check(value)?;
        super::write::change(&self.file, self.named(), || {
            let now = || match self.read() {
                Ok(bytes) => Ok(Some(crate::secrets::digest::of(bytes.expose()))),
                Err(SecretError::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            };
            if !options.permit(|| Ok(now()?.is_some()), now)? {
                return Err(self.named().conflict());
            }
            self.with(value).map(super::write::Change::Content)
        })
    }

    pub(super) fn delete(&self) -> Result<(), SecretError> {
        self.format()?;
        super::write::change(&self.file, self.named(), || {
            let (Some(field), Some(format)) = (&self.field, self.format()?) else {
                return Ok(super::write::Change::Removal);
            };
            let rest = format.remove(&self.content()?, field, self.named())?;
            rest.map(super::write::Change::Content).ok_or_else(|| self.named().absent())
        })
    }

    /// What would be read back as absent or cut off.
    fn check(&self, value: &SecretBytes) -> Result<(), SecretError> {
        crate::secrets::fields::check_value(value, self.named())?;
        if value.expose().len() > super::MAX_LEN {
            return Err(self.named().too_long(super::MAX_LEN));
        }
        self.format().map(drop)
    }

    fn format(&self) -> Result<Option<super::Format>, SecretError> {
        let format = || super::Format::needed(&self.file, self.named());
        self.field.as_ref().map(|_| format()).transpose()
    }

    /// The whole file as it is to be.
    fn with(&self, value: &SecretBytes) -> Result<super::fields::Content, SecretError> {
        let (Some(field), Some(format)) = (&self.field, self.format()?) else {
            return Ok(value.expose().to_vec().into());
        };
        let content = match self.content() {
            Err(SecretError::NotFound { .. }) => super::fields::Content::default(),
            content => content?,
        };
        format.put(&content, field, value.expose(), self.named())
    }

    fn content(&self) -> Result<super::fields::Content, SecretError> {
        super::content(&self.file, self.named(), super::Shield::Mode)
    }
}
