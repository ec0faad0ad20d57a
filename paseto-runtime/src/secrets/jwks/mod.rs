//! Public keys that an identity provider publishes (RFC 7517).

mod address;
mod client;
mod discovery;
mod document;

use std::fmt;

use self::address::Address;
use self::client::Client;
use super::{JwksSettings, SecretError};
use crate::codec::VerifyingKey;

const NAME: &str = "jwks";

/// A JWKS document at a fixed address. It holds public keys alone, so it is no
/// [`SecretSource`](super::SecretSource).
///
/// Asked by the clock, never because a token names a key: else whoever sends tokens decides how
/// often the provider is asked.
///
/// ```no_run
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secrets::{JwksSettings, JwksSource, SecretError};
///
/// # async fn keys() -> Result<(), SecretError> {
/// let mut settings = JwksSettings::default();
/// settings.issuer = Some("https://id.example/realms/shop".to_owned());
/// let certs = "https://id.example/realms/shop/protocol/openid-connect/certs";
/// for published in JwksSource::connect(certs, &settings)?.fetch().await? {
///     println!("{}: {:?}", published.kid, published.key);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct JwksSource {
    keys: Address,
    issuer: Option<discovery::Issuer>,
    client: Client,
}

/// A public key of a JWKS document.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PublishedKey {
    /// The key.
    pub key: VerifyingKey,
    /// What tokens of its owner call it; its PASERK id if the document says nothing.
    pub kid: String,
}

impl JwksSource {
    /// Prepares to ask this address: `https`, or `http` on this machine. Nobody is asked yet.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] for an address or settings that cannot be used.
    pub fn connect(url: &str, settings: &JwksSettings) -> Result<Self, SecretError> {
        let keys = Address::parse(url)?.pinned(settings.host.as_deref())?;
        let issuer = settings.issuer.as_deref();
        let issuer = issuer.map(|issuer| discovery::Issuer::parse(issuer, &keys)).transpose()?;
        Ok(Self { client: Client::new(settings, &keys), keys, issuer })
    }

    /// The Ed25519 keys that are published now; keys of other types are passed over.
    ///
    /// # Errors
    ///
    /// [`SecretError::Malformed`] for a document that holds no usable key, a broken one, one with
    /// its private part, or more than 16: what is kept from before is better than that. What keeps
    /// the certificate authority from being read. Any other [`SecretError`] as it is.
    pub async fn fetch(&self) -> Result<Vec<PublishedKey>, SecretError> {
        if let Some(issuer) = &self.issuer {
            issuer.check(&self.client, &self.keys).await?;
        }
        let body = self.client.get(&self.keys).await?;
        document::read(&body).map_err(|what| self.keys.malformed(what))
    }
}

impl fmt::Debug for JwksSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwksSource").field("keys", &self.keys).finish_non_exhaustive()
    }
}
