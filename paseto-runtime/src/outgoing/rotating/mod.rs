//! A token that is always fresh.

mod builder;
mod fetch;
mod shared;
mod task;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinHandle;

use self::fetch::Fetch;
use self::shared::Shared;
use super::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};

pub use builder::RotatingTokenBuilder;

const NAME: &str = "rotating";

/// A token that is fetched anew in the background before it expires.
///
/// [`current`](Self::current) takes no lock and waits for nothing, from any thread. The background
/// task lives in the runtime that it was started in; it ends with [`stop`](Self::stop) or when this
/// is dropped, and the token is wiped with it.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use std::time::Duration;
/// use actix_paseto::Paseto;
/// use actix_paseto::outgoing::{PasetoProvider, RotatingToken};
///
/// let provider = Arc::new(PasetoProvider::new(Paseto::dev()?.issuer(), "orders-service"));
/// let token = RotatingToken::of(provider)
///     .refresh_before(Duration::from_secs(60))
///     .on_error(|error| eprintln!("no new token: {error}"))
///     .start()
///     .await?;
/// let header = format!("Bearer {}", token.current()?.expose());
/// token.stop().await;
/// # Ok(())
/// # }
/// ```
#[must_use = "dropping it wipes the token and ends its refreshing"]
pub struct RotatingToken {
    shared: Arc<Shared>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl RotatingToken {
    /// Of this provider.
    pub fn of(provider: Arc<dyn TokenProvider>) -> RotatingTokenBuilder {
        RotatingTokenBuilder::new(Fetch::Provider(provider))
    }

    /// Of this closure, which brings a new token each time.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use actix_paseto::outgoing::{OutgoingToken, RotatingToken};
    /// use actix_paseto::secret::SecretText;
    ///
    /// async fn bought() -> SecretText {
    ///     SecretText::from("hush".to_owned())
    /// }
    ///
    /// let token = RotatingToken::from_fn(|| async { Ok(OutgoingToken::new(bought().await)) });
    /// let token = token.start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_fn<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> RotatingTokenBuilder
    where
        F: Future<Output = Result<OutgoingToken, TokenError>> + Send + 'static,
    {
        RotatingTokenBuilder::new(Fetch::own(fetch))
    }

    /// The token, if it lives.
    ///
    /// # Errors
    ///
    /// [`TokenError::Expired`] if no other could be had in time, [`TokenError::Stopped`] after
    /// [`stop`](Self::stop).
    pub fn current(&self) -> Result<OutgoingToken, TokenError> {
        self.shared.current()
    }

    /// Fetches another now. Who asks while one is being fetched gets that one.
    ///
    /// # Errors
    ///
    /// [`TokenError`] if there is none to be had; the one at hand stays.
    pub async fn refresh(&self) -> Result<OutgoingToken, TokenError> {
        self.shared.refresh().await
    }

    /// Ends the background task, waits until it is gone, and wipes the token.
    pub async fn stop(&self) {
        self.shared.stop();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            task.abort();
            // It was aborted: how it ended says nothing.
            drop(task.await);
        }
        self.shared.ended().await;
    }
}

impl Drop for RotatingToken {
    fn drop(&mut self) {
        self.shared.stop();
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            task.abort();
        }
    }
}

/// So that a [`Bearer`](super::Bearer) can stand on it. What it is asked for was settled at its
/// start.
impl TokenProvider for RotatingToken {
    fn name(&self) -> &'static str {
        NAME
    }

    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        let token = self.shared.checked(request).and_then(|()| self.current());
        Box::pin(std::future::ready(token))
    }

    fn refresh<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        Box::pin(async {
            self.shared.checked(request)?;
            self.shared.refresh().await
        })
    }

    fn revoke(&self) -> TokenFuture<'_, ()> {
        Box::pin(async {
            self.stop().await;
            Ok(())
        })
    }

    fn validate(&self, token: &str) -> bool {
        self.current().is_ok_and(|current| current.is(token))
    }
}

impl fmt::Debug for RotatingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatingToken").field("current", &self.current()).finish_non_exhaustive()
    }
}
