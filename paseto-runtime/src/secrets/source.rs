//! `env:NAME`, `file:/path`, or the key itself.

use std::env;
use std::path::PathBuf;

use super::{SecretError, file, suspicion};
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
    /// a prefix alone, [`SecretError::LooksLikeKey`] for a key behind `env:` or `file:`.
    pub fn parse(text: &SecretText) -> Result<Self, SecretError> {
        let plain = text.expose().trim_ascii();
        if let Some(name) = plain.strip_prefix("env:") {
            return variable(name);
        }
        if let Some(path) = plain.strip_prefix("file:") {
            return at(path);
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

/// Errors show the names of variables, so whatever may be a key is none.
fn variable(name: &str) -> Result<KeySource, SecretError> {
    if !is_variable_name(name) {
        return Err(SecretError::NoName("env:"));
    }
    if suspicion::of_variable(name) {
        return Err(SecretError::LooksLikeKey("env:"));
    }
    Ok(KeySource::Env(name.to_owned()))
}

/// Errors show paths as well.
fn at(path: &str) -> Result<KeySource, SecretError> {
    if path.is_empty() {
        return Err(SecretError::NoName("file:"));
    }
    if suspicion::of_path(path) {
        return Err(SecretError::LooksLikeKey("file:"));
    }
    Ok(KeySource::File(path.into()))
}

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
