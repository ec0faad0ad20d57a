//! One small document, from one place, in time.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use super::NAME;
use super::address::{Address, config};
use crate::secrets::{JwksSettings, Outage, SecretError, authorities, failure};

#[derive(Clone)]
pub(super) struct Client {
    /// Made when it is first needed: the file of the authority may be slow to read.
    client: Arc<OnceCell<reqwest::Client>>,
    settings: Arc<JwksSettings>,
    is_local: bool,
}

impl Client {
    pub(super) fn new(settings: &JwksSettings, address: &Address) -> Self {
        let (client, settings) = (Arc::default(), Arc::new(settings.clone()));
        Self { client, settings, is_local: address.is_loopback() }
    }

    async fn make(&self) -> Result<reqwest::Client, SecretError> {
        let timeout = self.settings.timeout;
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(timeout)
            .timeout(timeout)
            // The start and the thread that refreshes are different runtimes: a kept connection
            // would die with the first.
            .pool_max_idle_per_host(0)
            .pool_idle_timeout(Duration::ZERO);
        if self.is_local {
            builder = builder.no_proxy();
        }
        if let Some(ca) = &self.settings.ca {
            let none = "`ca` holds no certificate";
            builder = builder.tls_certs_only(authorities::read(ca, NAME, none, timeout).await?);
        }
        builder.build().map_err(|_| config("no TLS client can be made"))
    }

    /// The body of a 200, whatever type it claims to be of.
    pub(super) async fn get(&self, address: &Address) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        let client = self.client.get_or_try_init(|| self.make()).await?;
        let request = client.get(address.url().clone()).send();
        let response = request.await.map_err(|error| failed(&error, address))?;
        check(response.status(), address)?;
        self.body(response, address).await
    }

    /// A length that the server declares is no promise: every part is counted.
    async fn body(
        &self,
        mut response: Response,
        address: &Address,
    ) -> Result<Zeroizing<Vec<u8>>, SecretError> {
        let most = self.settings.max_length;
        let too_long = || SecretError::TooLong { backend: NAME, path: address.to_string(), most };
        if response.content_length().is_some_and(|length| length > most as u64) {
            return Err(too_long());
        }
        let mut body = Zeroizing::new(Vec::with_capacity(most));
        while let Some(part) = response.chunk().await.map_err(|error| failed(&error, address))? {
            if part.len() > most.saturating_sub(body.len()) {
                return Err(too_long());
            }
            body.extend_from_slice(&part);
        }
        Ok(body)
    }
}

fn check(status: StatusCode, address: &Address) -> Result<(), SecretError> {
    let path = || address.to_string();
    match status.as_u16() {
        200 => Ok(()),
        300..=399 => Err(address.malformed("a redirect, and none is followed")),
        401 | 403 => Err(SecretError::Denied { backend: NAME, path: path() }),
        404 | 410 => Err(SecretError::NotFound { backend: NAME, path: path() }),
        408 => Err(outage(Outage::TimedOut)),
        429 => Err(outage(Outage::Throttled)),
        500..=599 => Err(outage(Outage::Server)),
        _ => Err(address.malformed("an answer of another status than 200")),
    }
}

const fn outage(cause: Outage) -> SecretError {
    SecretError::Unavailable { backend: NAME, cause }
}

fn failed(error: &reqwest::Error, address: &Address) -> SecretError {
    failure::of(error).map_or_else(|| address.malformed("not HTTP"), outage)
}
