//! Reading, writing and deleting one item, alike in both stores. All of it blocks.

use keyring_core::Entry;

use super::cause;
use super::name::Name;
use crate::secret::SecretBytes;
use crate::secrets::fields::{self, Fields};
use crate::secrets::file::Named;
use crate::secrets::{Secret, SecretError, SecretPath, SetOptions};

/// A store, as far as one item goes.
pub(super) struct Place {
    pub(super) backend: &'static str,
    /// The longest value in bytes.
    pub(super) most: usize,
    /// Connects anew for each call: a service that has been started again knows no old session.
    pub(super) open: fn(&Name) -> Result<Entry, SecretError>,
}

impl Place {
    pub(super) fn get(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let whole = self.read(&self.entry(path)?, path)?;
        let Some(field) = path.field() else { return Ok(Secret::new(whole)) };
        let shown = path.to_string();
        let named = self.named(&shown);
        Fields::parse(&whole, named)?.read(field, named).map(Secret::new)
    }

    pub(super) fn set(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: &SetOptions,
    ) -> Result<(), SecretError> {
        self.check_condition(options)?;
        fields::check_value(value, Named { backend: self.backend, path: &path.to_string() })?;
        self.check_length(path, value)?;
        let entry = self.entry(path)?;
        let Some(field) = path.field() else { return self.write(&entry, path, value) };
        let shown = path.to_string();
        let named = self.named(&shown);
        let mut fields = match self.read(&entry, path) {
            Ok(whole) => Fields::parse(&whole, named)?,
            Err(SecretError::NotFound { .. }) => Fields::default(),
            Err(error) => return Err(error),
        };
        fields.put(field, value, named)?;
        self.write(&entry, path, &fields.to_json(named)?)
    }

    pub(super) fn delete(&self, path: &SecretPath) -> Result<(), SecretError> {
        let entry = self.entry(path)?;
        let Some(field) = path.field() else {
            return entry.delete_credential().map_err(|error| self.cause(&error, path));
        };
        let shown = path.to_string();
        let named = self.named(&shown);
        let mut fields = Fields::parse(&self.read(&entry, path)?, named)?;
        fields.remove(field, named)?;
        self.write(&entry, path, &fields.to_json(named)?)
    }

    fn named<'a>(&self, shown: &'a str) -> Named<'a> {
        Named { backend: self.backend, path: shown }
    }

    fn entry(&self, path: &SecretPath) -> Result<Entry, SecretError> {
        (self.open)(&Name::of(self.backend, path)?)
    }

    fn read(&self, entry: &Entry, path: &SecretPath) -> Result<SecretBytes, SecretError> {
        let bytes = entry.get_secret().map_err(|error| self.cause(&error, path))?;
        let bytes = SecretBytes::from(bytes);
        match bytes.expose().len() {
            _ if bytes.expose().trim_ascii().is_empty() => Err(self.not_found(path)),
            length if length > self.most => Err(self.too_long(path)),
            _ => Ok(bytes),
        }
    }

    fn write(
        &self,
        entry: &Entry,
        path: &SecretPath,
        value: &SecretBytes,
    ) -> Result<(), SecretError> {
        self.check_length(path, value)?;
        entry.set_secret(value.expose()).map_err(|error| self.cause(&error, path))
    }

    fn check_condition(&self, options: &SetOptions) -> Result<(), SecretError> {
        match options {
            SetOptions::Always => Ok(()),
            SetOptions::IfAbsent | SetOptions::IfVersion(_) => {
                let operation = "write under a condition";
                Err(SecretError::Unsupported { backend: self.backend, operation })
            }
        }
    }

    fn check_length(&self, path: &SecretPath, value: &SecretBytes) -> Result<(), SecretError> {
        let fits = value.expose().len() <= self.most;
        fits.then_some(()).ok_or_else(|| self.too_long(path))
    }

    fn cause(&self, error: &keyring_core::Error, path: &SecretPath) -> SecretError {
        cause::of(error, self.backend, &path.to_string())
    }

    fn not_found(&self, path: &SecretPath) -> SecretError {
        SecretError::NotFound { backend: self.backend, path: path.to_string() }
    }

    fn too_long(&self, path: &SecretPath) -> SecretError {
        SecretError::TooLong { backend: self.backend, path: path.to_string(), most: self.most }
    }
}
