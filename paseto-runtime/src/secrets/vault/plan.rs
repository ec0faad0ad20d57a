//! What the settings and the variables of the environment come to.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use super::{address, misconfigured, place};
use crate::secret::SecretText;
use crate::secrets::{SecretError, SecretRef, VaultSettings};

/// Everything that a connection needs.
pub(super) struct Plan {
    pub(super) address: Url,
    pub(super) namespace: Option<HeaderValue>,
    pub(super) ca: Option<PathBuf>,
    pub(super) mount: Vec<String>,
    pub(super) credentials: Credentials,
    pub(super) timeout: Duration,
}

/// Who we are, not yet read from where it stands.
pub(super) enum Credentials {
    Token(SecretRef),
    AppRole(AppRole),
}

/// A login for programs.
pub(super) struct AppRole {
    pub(super) mount: Vec<String>,
    pub(super) role_id: SecretText,
    pub(super) secret_id: SecretRef,
    pub(super) wrapped: bool,
}

/// A variable of the environment.
type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Plan {
    pub(super) fn make(
        settings: &VaultSettings,
        variable: Variable<'_>,
    ) -> Result<Self, SecretError> {
        let named = settings.address.clone();
        let named = named.or_else(|| variable("VAULT_ADDR")).or_else(|| variable("BAO_ADDR"));
        let address = named.ok_or(misconfigured("set `vault.address` or VAULT_ADDR"))?;
        let namespace = settings.namespace.clone().or_else(|| variable("VAULT_NAMESPACE"));
        let ca = settings.ca.clone().or_else(|| variable("VAULT_CACERT").map(PathBuf::from));
        Ok(Self {
            address: address::parse(&address)?,
            namespace: namespace.as_deref().map(header).transpose()?,
            ca,
            mount: mount(&settings.mount, "`vault.mount` must be a path such as `secret`")?,
            credentials: credentials(settings, variable)?,
            timeout: timeout(settings.timeout)?,
        })
    }
}

fn header(namespace: &str) -> Result<HeaderValue, SecretError> {
    HeaderValue::from_str(namespace)
        .map_err(|_| misconfigured("`vault.namespace` must be plain ASCII"))
}

fn mount(path: &str, what: &'static str) -> Result<Vec<String>, SecretError> {
    place::segments(path.trim_matches('/')).ok_or(misconfigured(what))
}

fn timeout(timeout: Duration) -> Result<Duration, SecretError> {
    let fits = (Duration::from_millis(100)..=Duration::from_secs(60)).contains(&timeout);
    fits.then_some(timeout).ok_or(misconfigured("`vault.timeout` must be 100ms to 60s"))
}

/// The settings decide which login it is, and only if they name none the variables do: a token left
/// in the shell must not stand in for the role that the configuration names.
fn credentials(
    settings: &VaultSettings,
    variable: Variable<'_>,
) -> Result<Credentials, SecretError> {
    let names_role = settings.role_id.is_some() || settings.secret_id.is_some();
    match (&settings.token, names_role || settings.wrapped) {
        (Some(_), true) => Err(misconfigured("set `vault.token` or AppRole, not both")),
        (Some(token), false) => Ok(Credentials::Token(token.clone())),
        (None, true) => app_role(settings, variable),
        (None, false) => from_variables(settings, variable),
    }
}

fn from_variables(
    settings: &VaultSettings,
    variable: Variable<'_>,
) -> Result<Credentials, SecretError> {
    let names = ["VAULT_ROLE_ID", "VAULT_SECRET_ID", "VAULT_SECRET_ID_FILE"];
    let has_role = names.iter().any(|name| variable(name).is_some());
    match (token(variable)?, has_role) {
        (Some(_), true) => {
            Err(misconfigured("both a token and AppRole in variables; set one of them"))
        }
        (Some(token), false) => Ok(Credentials::Token(token)),
        (None, true) => app_role(settings, variable),
        (None, false) => Err(misconfigured(
            "no credentials; set `vault.token` or VAULT_TOKEN, or `vault.role_id` with \
             `vault.secret_id`",
        )),
    }
}

fn token(variable: Variable<'_>) -> Result<Option<SecretRef>, SecretError> {
    let text = variable("VAULT_TOKEN").or_else(|| variable("BAO_TOKEN"));
    let both = "set a token or VAULT_TOKEN_FILE, not both";
    either(text, variable("VAULT_TOKEN_FILE"), both)
}

fn secret_id(variable: Variable<'_>) -> Result<Option<SecretRef>, SecretError> {
    let both = "set VAULT_SECRET_ID or VAULT_SECRET_ID_FILE, not both";
    either(variable("VAULT_SECRET_ID"), variable("VAULT_SECRET_ID_FILE"), both)
}

fn either(
    text: Option<String>,
    file: Option<String>,
    both: &'static str,
) -> Result<Option<SecretRef>, SecretError> {
    match (text, file) {
        (Some(_), Some(_)) => Err(misconfigured(both)),
        (Some(text), None) => Ok(Some(SecretRef::Literal(text.into()))),
        (None, Some(file)) => {
            let stored = SecretText::from(format!("file:{}", file.trim_ascii()));
            SecretRef::parse(&stored).map(Some)
        }
        (None, None) => Ok(None),
    }
}

fn app_role(settings: &VaultSettings, variable: Variable<'_>) -> Result<Credentials, SecretError> {
    let role_id = settings.role_id.clone().or_else(|| variable("VAULT_ROLE_ID"));
    let role_id = role_id.filter(|text| !text.trim_ascii().is_empty());
    let secret_id = match &settings.secret_id {
        Some(secret_id) => Some(secret_id.clone()),
        None => secret_id(variable)?,
    };
    Ok(Credentials::AppRole(AppRole {
        mount: mount(&settings.auth_mount, "`vault.auth_mount` must be a path such as `approle`")?,
        role_id: role_id.ok_or(misconfigured("set `vault.role_id` or VAULT_ROLE_ID"))?.into(),
        secret_id: secret_id.ok_or(misconfigured("set `vault.secret_id` or VAULT_SECRET_ID"))?,
        wrapped: settings.wrapped,
    }))
}
