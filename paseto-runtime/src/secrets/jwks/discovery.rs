//! Whether an issuer stands by the address of its keys (OpenID Connect Discovery 1.0 §4.3).

use reqwest::Url;
use serde::Deserialize;

use super::address::{Address, config};
use super::client::Client;
use crate::secrets::SecretError;

/// An issuer, and where it describes itself.
#[derive(Clone)]
pub(super) struct Issuer {
    name: String,
    document: Address,
}

#[derive(Deserialize)]
struct Description {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// It must lie on the host of its keys, the only one that is asked.
    pub(super) fn parse(name: &str, keys: &Address) -> Result<Self, SecretError> {
        let itself = Address::parse(name)?;
        if itself.url().query().is_some() {
            return Err(config("`issuer` must hold no query"));
        }
        if !itself.is_on_host_of(keys) {
            return Err(config("`issuer` is on another host than the address"));
        }
        let root = name.strip_suffix('/').unwrap_or(name);
        let document = Address::parse(&format!("{root}/.well-known/openid-configuration"))?;
        Ok(Self { name: name.to_owned(), document })
    }

    pub(super) async fn check(&self, client: &Client, keys: &Address) -> Result<(), SecretError> {
        let body = client.get(&self.document).await?;
        let wrong = |what| Err(self.document.malformed(what));
        let Ok(found) = serde_json::from_slice::<Description>(&body) else {
            return wrong("no discovery document");
        };
        if found.issuer != self.name {
            return wrong("it names another issuer than the configured one");
        }
        match Url::parse(&found.jwks_uri) {
            Ok(uri) if uri == *keys.url() => Ok(()),
            Ok(_) | Err(_) => wrong("it names another address of keys than the configured one"),
        }
    }
}
