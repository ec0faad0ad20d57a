//! Writing a secret, or one field of it.

use aws_sdk_secretsmanager::primitives::Blob;

use super::cause::{Said, explain, said};
use super::read::MAX_LEN;
use super::{AwsSource, NAME};
use crate::secret::SecretBytes;
use crate::secrets::fields::{Fields, check_value};
use crate::secrets::file::Named;
use crate::secrets::{Secret, SecretError, SecretPath, SetOptions, Version};

impl AwsSource {
    pub(super) async fn write(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: SetOptions,
    ) -> Result<Version, SecretError> {
        if path.wanted_version().is_some() {
            return Err(unsupported("write an older version"));
        }
        check_value(value, Named { backend: NAME, path: &path.to_string() })?;
        let Some(field) = path.field() else {
            return self.write_whole(path, value, &options).await;
        };
        self.write_field(path, field, value, &options).await
    }

    async fn write_whole(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: &SetOptions,
    ) -> Result<Version, SecretError> {
        match options {
            SetOptions::Always => self.put_or_create(path, value).await,
            // AWS tells two of these apart itself.
            SetOptions::IfAbsent => self.create(path, value).await,
            SetOptions::IfVersion(_) => {
                let now = self.find(path).await?;
                if !options.permit(|| Ok(now.is_some()), || Ok(version_of(now.as_ref())))? {
                    return Err(conflict(path));
                }
                self.put_or_create(path, value).await
            }
        }
    }

    async fn write_field(
        &self,
        path: &SecretPath,
        field: &str,
        value: &SecretBytes,
        options: &SetOptions,
    ) -> Result<Version, SecretError> {
        let shown = path.to_string();
        let named = Named { backend: NAME, path: &shown };
        let now = self.find(path).await?;
        let fields = now.as_ref().map(|now| Fields::parse(&now.bytes, named)).transpose()?;
        let mut fields = fields.unwrap_or_default();
        if !options.permit(|| fields.has(field, named), || Ok(version_of(now.as_ref())))? {
            return Err(conflict(path));
        }
        fields.put(field, value, named)?;
        let whole = fields.to_json(named)?;
        // A secret that appears in this moment has fields that we have not seen.
        if now.is_none() { self.create(path, &whole).await } else { self.put(path, &whole).await }
    }

    async fn find(&self, path: &SecretPath) -> Result<Option<Secret>, SecretError> {
        match self.read_whole(path).await {
            Ok(secret) => Ok(Some(secret)),
            Err(SecretError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn put_or_create(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
    ) -> Result<Version, SecretError> {
        match self.put(path, value).await {
            Err(SecretError::NotFound { .. }) => {}
            answer => return answer,
        }
        match self.create(path, value).await {
            // Another writer has created it in between.
            Err(SecretError::Conflict { .. }) => self.put(path, value).await,
            answer => answer,
        }
    }

    pub(super) async fn put(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
    ) -> Result<Version, SecretError> {
        let (text, blob) = split(path, value)?;
        let put = self.client.put_secret_value().secret_id(path.name());
        let answer = put.set_secret_string(text).set_secret_binary(blob).send().await;
        let answer = answer.map_err(|error| explain(&path.to_string(), &error))?;
        version(answer.version_id, path)
    }

    async fn create(&self, path: &SecretPath, value: &SecretBytes) -> Result<Version, SecretError> {
        let (text, blob) = split(path, value)?;
        let create = self.client.create_secret().name(path.name());
        match create.set_secret_string(text).set_secret_binary(blob).send().await {
            Ok(answer) => version(answer.version_id, path),
            Err(error) if said(&error) == Some(Said::Exists) => Err(conflict(path)),
            Err(error) => Err(explain(&path.to_string(), &error)),
        }
    }
}

/// Text where it is text, so that other programs read it as such.
fn split(
    path: &SecretPath,
    value: &SecretBytes,
) -> Result<(Option<String>, Option<Blob>), SecretError> {
    let bytes = value.expose();
    if bytes.len() > MAX_LEN {
        let path = path.to_string();
        return Err(SecretError::TooLong { backend: NAME, path, most: MAX_LEN });
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => (Some(text.to_owned()), None),
        Err(_) => (None, Some(Blob::new(bytes))),
    })
}

fn version(id: Option<String>, path: &SecretPath) -> Result<Version, SecretError> {
    id.map(Version::from).ok_or_else(|| {
        super::cause::malformed(&path.to_string(), "written, and the answer names no version")
    })
}

fn version_of(now: Option<&Secret>) -> Option<Version> {
    now.and_then(|now| now.version.clone())
}

fn conflict(path: &SecretPath) -> SecretError {
    SecretError::Conflict { backend: NAME, path: path.to_string() }
}

pub(super) fn unsupported(operation: &'static str) -> SecretError {
    SecretError::Unsupported { backend: NAME, operation }
}
