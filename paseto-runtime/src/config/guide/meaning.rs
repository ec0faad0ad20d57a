//! Which keys the guide's variables mean.

use super::{Backend, Guide};
use crate::kind::Purpose;
use crate::secret::SecretText;

const LOCAL_IN_VAULT: &str = "vault:apps/fastapi-paseto#local_secret_key";
const PRIVATE_IN_VAULT: &str = "vault:apps/fastapi-paseto#private_key_pem";
const PUBLIC_IN_VAULT: &str = "vault:apps/fastapi-paseto#public_key_pem";
const LOCAL_IN_TPM: &str = "/run/secrets/paseto-local.blob";
const LOCAL_IN_FERNET: &str = "/run/secrets/paseto.enc";

/// A key of the configuration, and what is wrong with it.
pub(super) type Mistake = (&'static str, &'static str);

/// Where keys are, each with the key of the configuration that says so.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) active: Option<(&'static str, SecretText)>,
    pub(super) accept: Option<(&'static str, SecretText)>,
    pub(super) by_fernet: bool,
}

impl Guide {
    /// What tokens these variables are about, and which key says so; `None` if they are about none.
    pub(super) fn purpose(&self, stated: bool) -> Result<Option<(&'static str, Purpose)>, Mistake> {
        if let Some(purpose) = self.purpose {
            return Ok(Some(("purpose", purpose)));
        }
        let implied =
            matches!(self.secret_backend, Some(Backend::Vault | Backend::Fernet | Backend::Tpm));
        match (self.names_local(), self.names_public()) {
            (Some(_), Some(_)) => Err((
                "purpose",
                "is missing, and there are keys for both: set PASETO_PURPOSE to local or public",
            )),
            (Some(key), None) => Ok(Some((key, Purpose::Local))),
            (None, Some(key)) => Ok(Some((key, Purpose::Public))),
            // A backend alone says how secrets are kept, but not that the keys are among them.
            (None, None) if implied && !stated => Ok(Some(("secret_backend", Purpose::Local))),
            (None, None) => Ok(None),
        }
    }

    /// The first variable that names a local key.
    pub(super) fn names_local(&self) -> Option<&'static str> {
        let named = [
            ("local_secret", self.local_secret.is_some()),
            ("local_secret_file", self.local_secret_file.is_some()),
        ];
        named.into_iter().find(|(_, set)| *set).map(|(key, _)| key)
    }

    /// The first variable that names a key of a pair.
    pub(super) fn names_public(&self) -> Option<&'static str> {
        let named = [
            ("private_key_pem", self.private_key_pem.is_some()),
            ("private_key_file", self.private_key_file.is_some()),
            ("public_key_pem", self.public_key_pem.is_some()),
            ("public_key_file", self.public_key_file.is_some()),
            ("public_key_backend", self.public_key_backend.is_some()),
        ];
        named.into_iter().find(|(_, set)| *set).map(|(key, _)| key)
    }

    pub(super) fn keys(&self, purpose: Purpose) -> Result<Keys, Mistake> {
        match purpose {
            Purpose::Local => self.local(),
            Purpose::Public => self.public(),
        }
    }

    fn local(&self) -> Result<Keys, Mistake> {
        let (secret, file) = (&self.local_secret, &self.local_secret_file);
        let backend = match (self.secret_backend, secret, file) {
            (Some(backend), _, _) => backend,
            (None, Some(_), Some(_)) => {
                return Err((
                    "local_secret_file",
                    "is set beside PASETO_LOCAL_SECRET: set PASETO_SECRET_BACKEND to env or file",
                ));
            }
            (None, None, Some(_)) => Backend::File,
            (None, _, None) => Backend::Env,
        };
        let at = |scheme: &str, default: &str| {
            let path = file.as_deref().unwrap_or(default).trim_ascii();
            let key = if file.is_some() { "local_secret_file" } else { "secret_backend" };
            Some((key, text(&format!("{scheme}:{path}"))))
        };
        let by_fernet = backend == Backend::Fernet;
        let active = match backend {
            Backend::Env => {
                let secret = secret.clone().ok_or(("local_secret", MISSING))?;
                Some(("local_secret", secret))
            }
            Backend::File if file.is_none() => return Err(("local_secret_file", MISSING)),
            Backend::File => at("file", ""),
            Backend::Fernet => at("fernet", LOCAL_IN_FERNET),
            Backend::Tpm => at("tpm", LOCAL_IN_TPM),
            Backend::Vault => Some(("secret_backend", text(LOCAL_IN_VAULT))),
            Backend::Other => {
                return Err(("secret_backend", "has no place for keys; set `keys.active` too"));
            }
        };
        Ok(Keys { active, accept: None, by_fernet })
    }

    fn public(&self) -> Result<Keys, Mistake> {
        let files = [&self.private_key_file, &self.public_key_file].map(Option::is_some);
        let texts = [&self.private_key_pem, &self.public_key_pem].map(Option::is_some);
        let backend = match (self.public_key_backend, texts.contains(&true), files.contains(&true))
        {
            (Some(backend), _, _) => backend,
            (None, true, true) => {
                return Err((
                    "public_key_backend",
                    "is missing, and there are both PEM and files: set PASETO_PUBLIC_KEY_BACKEND",
                ));
            }
            (None, false, true) => Backend::File,
            (None, _, false) => Backend::Env,
        };
        match backend {
            Backend::Env => self.public_in_variables(),
            Backend::File => self.public_in_files("file"),
            Backend::Tpm if self.private_key_file.is_none() => Err(("private_key_file", MISSING)),
            Backend::Tpm => self.public_in_files("tpm"),
            Backend::Vault | Backend::Fernet | Backend::Other => Ok(Keys {
                active: Some(("public_key_backend", text(PRIVATE_IN_VAULT))),
                accept: Some(("public_key_backend", text(PUBLIC_IN_VAULT))),
                by_fernet: false,
            }),
        }
    }

    fn public_in_variables(&self) -> Result<Keys, Mistake> {
        let active = self.private_key_pem.clone().map(|key| ("private_key_pem", key));
        let accept = self.public_key_pem.clone().map(|key| ("public_key_pem", key));
        if active.is_none() && accept.is_none() {
            return Err(("private_key_pem", MISSING));
        }
        Ok(Keys { active, accept, by_fernet: false })
    }

    /// A public key needs no sealing, so beside a TPM it is in a plain file.
    fn public_in_files(&self, scheme: &str) -> Result<Keys, Mistake> {
        let at = |scheme: &str, file: &String| text(&format!("{scheme}:{}", file.trim_ascii()));
        let active = self.private_key_file.as_ref();
        let active = active.map(|file| ("private_key_file", at(scheme, file)));
        let accept = self.public_key_file.as_ref();
        let accept = accept.map(|file| ("public_key_file", at("file", file)));
        if active.is_none() && accept.is_none() {
            return Err(("private_key_file", MISSING));
        }
        Ok(Keys { active, accept, by_fernet: false })
    }
}

const MISSING: &str = "is missing or empty, and the backend that is set keeps the key there";

fn text(place: &str) -> SecretText {
    place.to_owned().into()
}
