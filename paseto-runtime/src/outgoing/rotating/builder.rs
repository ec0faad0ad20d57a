//! How a token is kept fresh.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::fetch::Fetch;
use super::shared::Shared;
use super::{RotatingToken, task};
use crate::outgoing::{OutgoingToken, TokenError, TokenRequest};
use crate::time::Clock;

/// Of a token that does not say when it expires.
pub(super) const INTERVAL: Duration = Duration::from_secs(3_600);

type OnRefresh = Box<dyn Fn(&OutgoingToken) + Send + Sync>;
type OnError = Box<dyn Fn(&TokenError) + Send + Sync>;

/// How a token is kept fresh; [`start`](Self::start) begins it.
#[must_use = "no token is fetched before `start`"]
pub struct RotatingTokenBuilder {
    pub(super) fetch: Fetch,
    pub(super) request: TokenRequest,
    pub(super) refresh_before: Duration,
    pub(super) interval: Option<Duration>,
    pub(super) timeout: Duration,
    pub(super) clock: Clock,
    pub(super) on_refresh: OnRefresh,
    pub(super) on_error: OnError,
}

impl RotatingTokenBuilder {
    pub(super) fn new(fetch: Fetch) -> Self {
        Self {
            fetch,
            request: TokenRequest::default(),
            refresh_before: Duration::from_secs(300),
            interval: None,
            timeout: Duration::from_secs(30),
            clock: Clock::system(),
            on_refresh: Box::new(|_| {}),
            on_error: Box::new(|_| {}),
        }
    }

    /// What the provider is asked for. Default: whatever it is set up to give. A closure is asked
    /// for nothing in particular.
    pub fn request(mut self, request: TokenRequest) -> Self {
        self.request = request;
        self
    }

    /// So long before it expires the next one is fetched; never more than half its life. Default:
    /// 5 minutes.
    pub fn refresh_before(mut self, before: Duration) -> Self {
        self.refresh_before = before;
        self
    }

    /// At the latest so long after one was fetched. Default: one hour, for a token that does not say
    /// when it expires.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// How long one fetch may take; then it is given up, as an outage, and tried again later.
    /// Default: 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The clock by which tokens expire. Default: the system's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Called after every token but the first. It should return soon. If it panics, the token has
    /// been refreshed nevertheless.
    pub fn on_refresh(mut self, call: impl Fn(&OutgoingToken) + Send + Sync + 'static) -> Self {
        self.on_refresh = Box::new(call);
        self
    }

    /// Called after every failure but that of the first token, which [`start`](Self::start) returns.
    pub fn on_error(mut self, call: impl Fn(&TokenError) + Send + Sync + 'static) -> Self {
        self.on_error = Box::new(call);
        self
    }

    /// Fetches the first token, once, and goes on in the background of this runtime.
    ///
    /// # Errors
    ///
    /// [`TokenError`] if there is none to be had; then nothing goes on.
    pub async fn start(self) -> Result<RotatingToken, TokenError> {
        let shared = Arc::new(Shared::begin(self).await?);
        let task = tokio::spawn(task::keep_fresh(Arc::clone(&shared)));
        Ok(RotatingToken { shared, task: Mutex::new(Some(task)) })
    }
}

impl fmt::Debug for RotatingTokenBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatingTokenBuilder")
            .field("request", &self.request)
            .field("refresh_before", &self.refresh_before)
            .field("interval", &self.interval)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
