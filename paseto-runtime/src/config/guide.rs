//! The variables of `fastapi-paseto`'s guide to keys: another way to say `accept`, `issue` and
//! `keys`. What is said in our own words stands; a contradiction stops the start.

mod apply;
mod meaning;
mod variables;

use figment::Figment;
use figment::value::Value;

use super::error::{ConfigError, Problem};
use super::reader::Table;
use super::values;
use crate::codec::KeyError;
use crate::kind::Purpose;
use crate::secret::SecretText;
use crate::secrets::SecretRef;

pub(super) use variables::tidied;

/// What the guide's variables say; as keys of a file they are known too.
#[derive(Debug, Default)]
pub(super) struct Guide {
    purpose: Option<Purpose>,
    secret_backend: Option<Backend>,
    public_key_backend: Option<Backend>,
    local_secret: Option<SecretText>,
    private_key_pem: Option<SecretText>,
    public_key_pem: Option<SecretText>,
    local_secret_file: Option<String>,
    private_key_file: Option<String>,
    public_key_file: Option<String>,
}

/// Where the guide keeps a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backend {
    Env,
    File,
    Fernet,
    Vault,
    Tpm,
    /// For [`Secrets::detect`](crate::secrets::Secrets::detect) alone: the guide has no place there.
    Other,
}

impl Guide {
    pub(super) fn read(&mut self, root: &mut Table<'_>) {
        root.read("purpose", &mut self.purpose, purpose)
            .read("secret_backend", &mut self.secret_backend, secret_backend)
            .read("public_key_backend", &mut self.public_key_backend, public_key_backend)
            .read("local_secret", &mut self.local_secret, secret)
            .read("private_key_pem", &mut self.private_key_pem, secret)
            .read("public_key_pem", &mut self.public_key_pem, secret)
            .read("local_secret_file", &mut self.local_secret_file, values::optional_text)
            .read("private_key_file", &mut self.private_key_file, values::optional_text)
            .read("public_key_file", &mut self.public_key_file, values::optional_text);
    }
}

/// A mistake with a key, under the name by which the operator has set it.
pub(super) fn located(
    figment: &Figment,
    profile: &str,
    key: &'static str,
    problem: Problem,
) -> ConfigError {
    let selected = figment.clone().select(profile);
    let names: &[&str] = match key {
        "keys.active" => {
            &["local_secret", "local_secret_file", "private_key_pem", "private_key_file"]
        }
        _ => &["public_key_pem", "public_key_file"],
    };
    let guide = names.iter().find(|name| selected.contains(name));
    match (guide.filter(|_| !selected.contains(key)), problem) {
        (Some(name), Problem::Key(KeyError::NotAKey)) if name.starts_with("local") => {
            ConfigError::new(figment, profile, name, Problem::NotPaserk)
        }
        (Some(name), problem) => ConfigError::new(figment, profile, name, problem),
        (None, problem) => ConfigError::new(figment, profile, key, problem),
    }
}

fn purpose(value: &Value) -> Result<Option<Purpose>, Problem> {
    match value.as_str().map(str::trim_ascii) {
        Some("local") => Ok(Some(Purpose::Local)),
        Some("public") => Ok(Some(Purpose::Public)),
        _ => Err(Problem::MustBe("\"local\" or \"public\"")),
    }
}

fn secret_backend(value: &Value) -> Result<Option<Backend>, Problem> {
    match value.as_str().map(str::trim_ascii) {
        Some("env") => Ok(Some(Backend::Env)),
        Some("file") => Ok(Some(Backend::File)),
        Some("fernet") => Ok(Some(Backend::Fernet)),
        Some("vault") => Ok(Some(Backend::Vault)),
        Some("tpm") => Ok(Some(Backend::Tpm)),
        Some("auto" | "aws" | "directory" | "keyring" | "keyutils") => Ok(Some(Backend::Other)),
        _ => Err(Problem::MustBe(
            "of \"env\", \"file\", \"directory\", \"fernet\", \"vault\", \"tpm\", \"aws\", \
             \"keyring\", \"keyutils\" and \"auto\"",
        )),
    }
}

fn public_key_backend(value: &Value) -> Result<Option<Backend>, Problem> {
    match secret_backend(value) {
        Ok(Some(Backend::Fernet | Backend::Other)) | Err(_) => {
            Err(Problem::MustBe("of \"env\", \"file\", \"vault\" and \"tpm\""))
        }
        backend => backend,
    }
}

fn secret(value: &Value) -> Result<Option<SecretText>, Problem> {
    let text = SecretText::from(values::text(value)?);
    SecretRef::parse(&text)?;
    Ok(Some(text))
}
