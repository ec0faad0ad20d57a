//! `env:NAME`, `file:/path`, or the key itself.

use std::env;
use std::path::PathBuf;

use super::{SecretError, file};
use crate::secret::SecretText;

/// Kinds of sources that are spoken for. Taking their text for a key would hide the mistake.
const NOT_BUILT: [&str; 6] = ["vault:", "aws:", "tpm:", "keyring:", "fernet:", "jwks:"];

/// Where the text of a key stands.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secret::SecretText;
/// use actix_paseto::secrets::KeySource;
///
/// let parse = |text: &str| KeySource::parse(&SecretText::from(text.to_owned()));
/// assert!(matches!(parse("env:API_KEY"), Ok(KeySource::Env(name)) if name == "API_KEY"));
/// assert!(matches!(parse("file:/run/secrets/key"), Ok(KeySource::File(_))));
/// assert!(matches!(parse("k4.local.…"), Ok(KeySource::Literal(_))));
/// assert!(parse("vault:secret/app#key").is_err()); // never taken for a key
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum KeySource {
    /// The text itself.
    Literal(SecretText),
    /// An environment variable of this name.
    Env(String),
    /// A file at this path.
    File(PathBuf),
}

impl KeySource {
    /// Reads `env:NAME` and `file:PATH`; any other text is the key itself.
    ///
    /// # Errors
    ///
    /// [`SecretError::NotBuilt`] for a source that this build lacks, [`SecretError::NoName`] for
    /// a prefix alone.
    pub fn parse(text: &SecretText) -> Result<Self, SecretError> {
        let plain = text.expose().trim_ascii();
        if let Some(name) = plain.strip_prefix("env:") {
            let valid = is_variable_name(name).then(|| Self::Env(name.to_owned()));
            return valid.ok_or(SecretError::NoName("env:"));
        }
        if let Some(path) = plain.strip_prefix("file:") {
            let valid = (!path.is_empty()).then(|| Self::File(path.into()));
            return valid.ok_or(SecretError::NoName("file:"));
        }
        match NOT_BUILT.into_iter().find(|prefix| plain.starts_with(prefix)) {
            Some(prefix) => Err(SecretError::NotBuilt(prefix)),
            None => Ok(Self::Literal(plain.to_owned().into())),
        }
    }

    /// The text, without ASCII white space around it.
    ///
    /// # Errors
    ///
    /// [`SecretError`]: absent, empty, unreadable, longer than 64 KiB, not UTF-8, or a secret in
    /// a file that every user of the machine can open.
    pub fn read(&self) -> Result<SecretText, SecretError> {
        match self {
            Self::Literal(text) => Ok(text.clone()),
            Self::Env(name) => read_variable(name),
            Self::File(path) => file::read(path),
        }
    }
}

/// A key that was put behind `env:` by mistake is no such name, and so no error shows it.
fn is_variable_name(name: &str) -> bool {
    let tame = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(tame)
}

fn read_variable(name: &str) -> Result<SecretText, SecretError> {
    match env::var(name).map(SecretText::from) {
        Ok(raw) => file::trimmed(raw.expose())
            .ok_or_else(|| SecretError::VariableNotFound(name.to_owned())),
        Err(env::VarError::NotPresent) => Err(SecretError::VariableNotFound(name.to_owned())),
        Err(env::VarError::NotUnicode(_)) => Err(SecretError::NotText("env:")),
    }
}
