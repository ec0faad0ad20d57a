//! A source that several keys are read from, connected once.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

use super::likeness::are_like;
use crate::codec::VerifyingKey;
use crate::config::Settings;
use crate::secret::SecretBytes;
#[cfg(feature = "jwks")]
use crate::secrets::JwksSource;
use crate::secrets::{
    BackendSettings, JWKS, Outage, OwnSource, Secret, SecretError, SecretPath, SecretSource,
    SetOptions, Sources, Version,
};

/// What a source gives.
#[derive(Debug)]
pub(super) enum Given {
    Secret(Secret),
    /// Public keys with their names, of a JWKS document.
    #[cfg_attr(not(feature = "jwks"), allow(dead_code, reason = "only `jwks:` yields them"))]
    PublicKeys(Vec<(VerifyingKey, String)>),
}

/// A source with its settings, connected when it is first asked.
#[derive(Debug)]
pub(super) struct Connection {
    scheme: &'static str,
    settings: BackendSettings,
    own: Option<OwnSource>,
    /// The address of a JWKS document, which is a source by itself.
    address: Option<String>,
    link: OnceCell<Arc<dyn SecretSource>>,
    #[cfg(feature = "jwks")]
    published: OnceCell<JwksSource>,
}

impl Connection {
    pub(super) fn new(
        scheme: &'static str,
        path: &SecretPath,
        settings: &Settings,
        own: &[OwnSource],
    ) -> Self {
        let own = own.iter().find(|(name, _)| *name == scheme).cloned();
        let is_published = scheme == JWKS && own.is_none();
        Self {
            scheme,
            settings: settings.backends.clone(),
            own,
            address: is_published.then(|| path.to_string()),
            link: OnceCell::new(),
            #[cfg(feature = "jwks")]
            published: OnceCell::new(),
        }
    }

    /// Whether one connection will do for both.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.address == other.address
            && (self.own.is_some() || are_like(self.scheme, &self.settings, &other.settings))
    }

    async fn link(&self) -> Result<&Arc<dyn SecretSource>, SecretError> {
        let own: &[OwnSource] = self.own.as_slice();
        self.link
            .get_or_try_init(|| async {
                let mut sources = Sources::default();
                sources.connect(self.scheme, &self.settings, own).await?;
                let absent = SecretError::Config { backend: self.scheme, what: "is not connected" };
                sources.find(self.scheme).cloned().ok_or(absent)
            })
            .await
    }

    #[cfg(feature = "jwks")]
    async fn published(&self, address: &str) -> Result<&JwksSource, SecretError> {
        let connect = async || JwksSource::connect(address, &self.settings.jwks);
        self.published.get_or_try_init(connect).await
    }

    pub(super) async fn read(
        &self,
        path: &SecretPath,
        deadline: Option<Instant>,
    ) -> Result<Given, SecretError> {
        self.guarded(deadline, async {
            #[cfg(feature = "jwks")]
            if let Some(address) = &self.address {
                let keys = self.published(address).await?.fetch().await?;
                let named = keys.into_iter().map(|published| (published.key, published.kid));
                return Ok(Given::PublicKeys(named.collect()));
            }
            self.link().await?.get(path).await.map(Given::Secret)
        })
        .await
    }

    pub(super) async fn write(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: SetOptions,
        patience: Duration,
    ) -> Result<Option<Version>, SecretError> {
        let work = async { self.link().await?.set(path, value, options).await };
        self.guarded(Some(Instant::now() + patience), work).await
    }

    /// Whether it can be written, and under a condition.
    pub(super) async fn abilities(&self, patience: Duration) -> Result<(bool, bool), SecretError> {
        let work = async {
            let can = self.link().await?.capabilities();
            Ok((can.write, can.compare_and_set))
        };
        self.guarded(Some(Instant::now() + patience), work).await
    }

    /// In time, and no panic of a program's own source ends the keeper.
    async fn guarded<T>(
        &self,
        deadline: Option<Instant>,
        work: impl Future<Output = Result<T, SecretError>>,
    ) -> Result<T, SecretError> {
        let outage = |cause| SecretError::Unavailable { backend: self.scheme, cause };
        // Without a deadline nothing waits, and so there may be no timer.
        let Some(deadline) = deadline else { return work.await };
        match timeout_at(deadline, AssertUnwindSafe(work).catch_unwind()).await {
            Ok(Ok(result)) => result,
            Ok(Err(_panic)) => Err(outage(Outage::Server)),
            Err(_late) => Err(outage(Outage::TimedOut)),
        }
    }
}
