//! The decision, and nothing but the decision.

use std::path::{Path, PathBuf};

use super::surroundings::Surroundings;
use super::vault;
use crate::secret::SecretText;
use crate::secrets::{BackendSettings, SecretError, SecretRef};

/// Where secrets are kept.
#[derive(Debug)]
pub(super) enum Choice {
    /// Variables, all of them by name or those with a prefix.
    Env { prefix: Option<String> },
    /// Files by their paths.
    Files,
    /// A mounted directory.
    Directory(PathBuf),
    /// One with a feature of its own.
    Backend { scheme: &'static str, address: String, settings: Box<BackendSettings> },
}

const BACKEND: &str = "PASETO_SECRET_BACKEND";
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";
const PREFIX: &str = "SECRET_PREFIX";
const MOUNT: &str = "/run/secrets";
const FERNET_KEY: &str = "file:/run/secrets/paseto-fernet.key";

impl Choice {
    pub(super) fn backend(&self) -> &'static str {
        match self {
            Self::Env { .. } => "env",
            Self::Files => "file",
            Self::Directory(_) => "directory",
            Self::Backend { scheme, .. } => scheme,
        }
    }

    /// For the log; no credentials.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Env { prefix } => prefix.clone().unwrap_or_default(),
            Self::Files => String::new(),
            Self::Directory(folder) => folder.display().to_string(),
            Self::Backend { address, .. } => address.clone(),
        }
    }

    pub(super) fn plain(scheme: &'static str) -> Self {
        Self::Backend { scheme, address: String::new(), settings: Box::default() }
    }
}

/// `PASETO_SECRET_BACKEND` if it is set, else the first one of which anything is set. What is half
/// set is an error: whatever came next in line would hold other secrets, or none.
pub(super) fn decide(around: &dyn Surroundings) -> Result<Choice, SecretError> {
    match around.set(BACKEND).as_deref().map(str::trim_ascii) {
        None | Some("auto") => auto(around),
        Some("env") => Ok(Choice::Env { prefix: around.set(PREFIX) }),
        Some("file") => Ok(Choice::Files),
        Some("directory") => mounted(around)?.ok_or(config(
            "directory",
            "there are no secrets in /run/secrets; set CREDENTIALS_DIRECTORY",
        )),
        Some("vault") => vault::choice(around)?.ok_or(config(
            vault::NAME,
            "set VAULT_ADDR, and VAULT_TOKEN or VAULT_ROLE_ID with VAULT_SECRET_ID",
        )),
        Some("aws") => aws(around),
        Some("fernet") => fernet(),
        Some("tpm") => Ok(Choice::plain("tpm")),
        Some("keyring") => Ok(Choice::plain("keyring")),
        Some("keyutils") => Ok(Choice::plain("keyutils")),
        Some(_) => Err(config(
            BACKEND,
            "must be env, file, directory, fernet, vault, tpm, aws, keyring, keyutils or auto",
        )),
    }
}

/// Neither a TPM nor a keyring is ever meant by its mere presence.
fn auto(around: &dyn Surroundings) -> Result<Choice, SecretError> {
    if let Some(choice) = vault::choice(around)? {
        return Ok(choice);
    }
    if asks_for_aws(around)? {
        return aws(around);
    }
    let prefix = around.set(PREFIX);
    if prefix.as_ref().is_some_and(|prefix| around.has_variable(prefix, "_FILE")) {
        return Ok(Choice::Env { prefix });
    }
    if let Some(choice) = mounted(around)? {
        return Ok(choice);
    }
    // Without a prefix it would be the whole environment, which nobody has asked for.
    prefix.map(|prefix| Choice::Env { prefix: Some(prefix) }).ok_or(config(
        "secrets",
        "nothing says where they are: set PASETO_SECRET_BACKEND, VAULT_ADDR, \
         AWS_SECRET_BACKEND=true, CREDENTIALS_DIRECTORY or SECRET_PREFIX",
    ))
}

fn asks_for_aws(around: &dyn Surroundings) -> Result<bool, SecretError> {
    let asked = around.set("AWS_SECRET_BACKEND").map(|asked| asked.trim().to_ascii_lowercase());
    match asked.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(config("aws", "AWS_SECRET_BACKEND must be true or false")),
    }
}

/// Credentials have many places, most of which only the SDK can look at; these two go together.
fn aws(around: &dyn Surroundings) -> Result<Choice, SecretError> {
    match (around.is_set("AWS_ACCESS_KEY_ID"), around.is_set("AWS_SECRET_ACCESS_KEY")) {
        (true, false) => Err(config("aws", "AWS_ACCESS_KEY_ID needs AWS_SECRET_ACCESS_KEY too")),
        (false, true) => Err(config("aws", "AWS_SECRET_ACCESS_KEY needs AWS_ACCESS_KEY_ID too")),
        (true, true) | (false, false) => {
            let region = around.set("AWS_REGION").or_else(|| around.set("AWS_DEFAULT_REGION"));
            let (address, settings) = (region.unwrap_or_default(), Box::default());
            Ok(Choice::Backend { scheme: "aws", address, settings })
        }
    }
}

fn fernet() -> Result<Choice, SecretError> {
    let mut settings = Box::<BackendSettings>::default();
    settings.fernet.keys.push(SecretRef::parse(&SecretText::from(FERNET_KEY.to_owned()))?);
    Ok(Choice::Backend { scheme: "fernet", address: String::new(), settings })
}

fn mounted(around: &dyn Surroundings) -> Result<Option<Choice>, SecretError> {
    let Some(credentials) = around.set(CREDENTIALS) else {
        let found = around.has_secrets(Path::new(MOUNT));
        return Ok(found.then(|| Choice::Directory(MOUNT.into())));
    };
    if around.is_folder(Path::new(&credentials)) {
        Ok(Some(Choice::Directory(credentials.into())))
    } else {
        Err(config("directory", "CREDENTIALS_DIRECTORY names no directory"))
    }
}

pub(super) const fn config(backend: &'static str, what: &'static str) -> SecretError {
    SecretError::Config { backend, what }
}
