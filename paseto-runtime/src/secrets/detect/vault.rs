//! Vault's share of the decision: an address, and a whole set of credentials.

use super::choice::{Choice, config};
use super::surroundings::Surroundings;
use crate::secrets::address::Parts;
use crate::secrets::{BackendSettings, SecretError};

pub(super) const NAME: &str = "vault";

/// `None` if nothing speaks of Vault at all.
pub(super) fn choice(around: &dyn Surroundings) -> Result<Option<Choice>, SecretError> {
    let address = around.set("VAULT_ADDR").or_else(|| around.set("BAO_ADDR"));
    let credentials = has_credentials(around)?;
    match (address, credentials) {
        (None, false) => Ok(None),
        (None, true) => Err(config(NAME, "there are credentials, but no VAULT_ADDR")),
        (Some(_), false) => Err(config(
            NAME,
            "there is an address, but no credentials: set VAULT_TOKEN, VAULT_TOKEN_FILE, or \
             VAULT_ROLE_ID with VAULT_SECRET_ID",
        )),
        (Some(address), true) => {
            let settings = Box::new(settings(&address));
            Ok(Some(Choice::Backend { scheme: NAME, address: shown(&address), settings }))
        }
    }
}

fn has_credentials(around: &dyn Surroundings) -> Result<bool, SecretError> {
    let tokens = ["VAULT_TOKEN", "BAO_TOKEN"].map(|name| around.is_set(name)).contains(&true);
    let token_file = around.is_set("VAULT_TOKEN_FILE");
    let (secret, secret_file) =
        (around.is_set("VAULT_SECRET_ID"), around.is_set("VAULT_SECRET_ID_FILE"));
    if tokens && token_file {
        return Err(config(NAME, "a token and VAULT_TOKEN_FILE are both set; leave one out"));
    }
    if secret && secret_file {
        let what = "VAULT_SECRET_ID and VAULT_SECRET_ID_FILE are both set; leave one out";
        return Err(config(NAME, what));
    }
    match (around.is_set("VAULT_ROLE_ID"), secret || secret_file) {
        (true, false) => Err(config(NAME, "VAULT_ROLE_ID needs VAULT_SECRET_ID too")),
        (false, true) => Err(config(NAME, "VAULT_SECRET_ID needs VAULT_ROLE_ID too")),
        (role, _) => Ok(role || tokens || token_file),
    }
}

/// The backend itself reads the same variables.
fn settings(address: &str) -> BackendSettings {
    let mut settings = BackendSettings::default();
    settings.vault.address = Some(address.trim().to_owned());
    settings
}

/// Scheme, host and port: what comes before an `@` or behind the host may be a credential.
fn shown(address: &str) -> String {
    let Ok(Parts { scheme, host, port, .. }) = Parts::parse(address.trim()) else {
        return String::new();
    };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    format!("{scheme}://{host}{port}")
}
