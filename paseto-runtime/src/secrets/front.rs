//! The application's own secrets, wherever they are kept.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    DeleteMode, DirectorySource, EnvSource, FileSource, Secret, SecretError, SecretPath,
    SecretSource, SetOptions, Version, suspicion,
};
use crate::secret::SecretBytes;

/// The application's own secrets, wherever they are kept. Cheap to clone.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secrets::Secrets;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let secrets = Secrets::from_env("APP_");
/// let password = secrets.get_or("db/password", b"only here".to_vec()).await.unwrap();
/// assert_eq!(password.bytes.expose(), b"only here");
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct Secrets(Arc<dyn SecretSource>);

impl Secrets {
    /// From any source.
    #[must_use]
    pub fn new(source: impl SecretSource) -> Self {
        Self(Arc::new(source))
    }

    /// Variables that begin with `prefix`: see [`EnvSource::with_prefix`].
    #[must_use]
    pub fn from_env(prefix: impl Into<String>) -> Self {
        Self::new(EnvSource::with_prefix(prefix))
    }

    /// The fields of one file: see [`FileSource::with_fields_of`].
    #[must_use]
    pub fn from_file(file: impl Into<String>) -> Self {
        Self::new(FileSource::with_fields_of(file))
    }

    /// A mounted directory: see [`DirectorySource`].
    #[must_use]
    pub fn from_directory(folder: impl Into<PathBuf>) -> Self {
        Self::new(DirectorySource::new(folder))
    }

    /// Vault or `OpenBao`.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if it cannot be had with these settings.
    #[cfg(feature = "vault")]
    pub async fn from_vault(settings: &super::VaultSettings) -> Result<Self, SecretError> {
        Box::pin(super::VaultSource::connect(settings)).await.map(Self::new)
    }

    /// AWS Secrets Manager.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if it cannot be had with these settings.
    #[cfg(feature = "aws")]
    pub async fn from_aws(settings: &super::AwsSettings) -> Result<Self, SecretError> {
        Box::pin(super::AwsSource::connect(settings)).await.map(Self::new)
    }

    /// A TPM 2.0.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if it cannot be had with these settings.
    #[cfg(feature = "tpm")]
    pub async fn from_tpm(settings: &super::TpmSettings) -> Result<Self, SecretError> {
        Box::pin(super::TpmSource::connect(settings)).await.map(Self::new)
    }

    /// The Secret Service of the desktop.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if there is none.
    #[cfg(feature = "secret-service")]
    pub async fn from_keyring() -> Result<Self, SecretError> {
        Box::pin(super::SecretServiceSource::connect()).await.map(Self::new)
    }

    /// The kernel's keyring.
    ///
    /// # Errors
    ///
    /// [`SecretError`] if there is none.
    #[cfg(feature = "keyutils")]
    pub async fn from_keyutils() -> Result<Self, SecretError> {
        Box::pin(super::KeyutilsSource::connect()).await.map(Self::new)
    }

    /// What the environment says. `PASETO_SECRET_BACKEND` says it outright: `env`, `file`,
    /// `directory`, `fernet`, `vault`, `tpm`, `aws`, `keyring` or `keyutils`. Without it, or with
    /// `auto`, the first of these that is there:
    ///
    /// 1. Vault, if `VAULT_ADDR` (or `BAO_ADDR`) is set with `VAULT_TOKEN` (or `BAO_TOKEN`),
    ///    `VAULT_TOKEN_FILE`, or `VAULT_ROLE_ID` and `VAULT_SECRET_ID` (or `VAULT_SECRET_ID_FILE`);
    /// 2. AWS, if `AWS_SECRET_BACKEND` is `true`;
    /// 3. the environment, if a variable begins with `SECRET_PREFIX` and ends with `_FILE`; the
    ///    directory that `CREDENTIALS_DIRECTORY` names; `/run/secrets`, if there are any in it;
    /// 4. the environment, if `SECRET_PREFIX` is set.
    ///
    /// The whole environment is never meant by itself, nor is a TPM or a keyring. Half a
    /// configuration, such as an address without credentials, is an error and never the next in
    /// line. An empty variable is as good as absent. The log says what it came to.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] for half a configuration and for none,
    /// [`SecretError::NotBuilt`] for a backend that this build lacks, and whatever the backend
    /// says when it is connected to.
    pub async fn detect() -> Result<Self, SecretError> {
        Box::pin(super::detect::detect()).await.map(Self)
    }

    /// Reads a secret; `key` is a [`SecretPath`] as text.
    ///
    /// # Errors
    ///
    /// As [`SecretSource::get`]; also for a key that is no name.
    pub async fn get(&self, key: &str) -> Result<Secret, SecretError> {
        self.0.get(&self.path(key)?).await
    }

    /// As [`get`](Self::get), or `default` if there is no such secret.
    ///
    /// # Errors
    ///
    /// Every error but [`SecretError::NotFound`]: no answer is not "no".
    pub async fn get_or(
        &self,
        key: &str,
        default: impl Into<SecretBytes>,
    ) -> Result<Secret, SecretError> {
        match self.get(key).await {
            Err(SecretError::NotFound { .. }) => Ok(Secret::new(default.into())),
            found => found,
        }
    }

    /// Writes a secret, whatever there was. Conditions: [`SecretSource::set`].
    ///
    /// # Errors
    ///
    /// As [`SecretSource::set`]; also for a key that is no name.
    pub async fn set(
        &self,
        key: &str,
        value: impl Into<SecretBytes>,
    ) -> Result<Option<Version>, SecretError> {
        self.0.set(&self.path(key)?, &value.into(), SetOptions::Always).await
    }

    /// Deletes a secret as [`DeleteMode::Recoverable`].
    ///
    /// # Errors
    ///
    /// As [`SecretSource::delete`]; also for a key that is no name.
    pub async fn delete(&self, key: &str) -> Result<(), SecretError> {
        self.0.delete(&self.path(key)?, DeleteMode::Recoverable).await
    }

    /// Whether there is such a secret.
    ///
    /// # Errors
    ///
    /// As [`SecretSource::exists`]; also for a key that is no name.
    pub async fn exists(&self, key: &str) -> Result<bool, SecretError> {
        self.0.exists(&self.path(key)?).await
    }

    /// The names that start with `prefix`; a `*` at its end says no more.
    ///
    /// # Errors
    ///
    /// As [`SecretSource::list`].
    pub async fn list(&self, prefix: &str) -> Result<Vec<String>, SecretError> {
        self.0.list(prefix.strip_suffix('*').unwrap_or(prefix)).await
    }

    /// The source behind it.
    #[must_use]
    pub fn source(&self) -> &Arc<dyn SecretSource> {
        &self.0
    }

    /// Errors show paths, so a key of the other sort must not become one.
    fn path(&self, key: &str) -> Result<SecretPath, SecretError> {
        if suspicion::is_key_text(key) {
            return Err(SecretError::LooksLikeKey(self.0.name()));
        }
        SecretPath::parse(key).ok_or(SecretError::NoName(self.0.name()))
    }
}

impl From<Arc<dyn SecretSource>> for Secrets {
    fn from(source: Arc<dyn SecretSource>) -> Self {
        Self(source)
    }
}
