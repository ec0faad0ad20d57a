//! What the handle and the background task share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};

use super::NAME;
use super::builder::{INTERVAL, RotatingTokenBuilder};
use crate::outgoing::flight::Flight;
use crate::outgoing::{OutgoingToken, TokenError, TokenRequest};
use crate::schedule::Schedule;
use crate::secrets::Outage;

/// A failing or very short-lived token is not fetched more often than this.
const SHORTEST: Duration = Duration::from_millis(100);

pub(super) struct Shared {
    rotation: RotatingTokenBuilder,
    token: ArcSwapOption<OutgoingToken>,
    is_stopped: watch::Sender<bool>,
    runtime: Handle,
    flight: Flight,
    /// Wakes the task: the token is another, so its hour is another.
    pub(super) renewed: Notify,
}

impl Shared {
    pub(super) async fn begin(rotation: RotatingTokenBuilder) -> Result<Self, TokenError> {
        let token = fetched(&rotation, rotation.fetch.first(&rotation.request)).await?;
        let token = ArcSwapOption::from_pointee(token);
        let (is_stopped, runtime) = (watch::Sender::new(false), Handle::current());
        let (flight, renewed) = (Flight::default(), Notify::new());
        Ok(Self { rotation, token, is_stopped, runtime, flight, renewed })
    }

    pub(super) fn current(&self) -> Result<OutgoingToken, TokenError> {
        let token = self.token.load();
        let token = token.as_deref().ok_or(TokenError::Stopped)?;
        token.clone().living(self.rotation.clock.now())
    }

    pub(super) fn checked(&self, request: &TokenRequest) -> Result<(), TokenError> {
        let operation = "be asked for anything but what it was started with";
        let fits = *request == TokenRequest::default() || *request == self.rotation.request;
        let refusal = TokenError::Unsupported { provider: NAME, operation };
        if fits { Ok(()) } else { Err(refusal) }
    }

    pub(super) async fn refresh(self: &Arc<Self>) -> Result<OutgoingToken, TokenError> {
        let renew = || {
            let shared = Arc::clone(self);
            async move { shared.renew().await }
        };
        self.flight.board(&self.runtime, &self.rotation.request, renew).await
    }

    async fn renew(&self) -> Result<OutgoingToken, TokenError> {
        let mut stop = self.is_stopped.subscribe();
        let stopped = pin!(stop.wait_for(|is_stopped| *is_stopped));
        let next = self.rotation.fetch.next(&self.rotation.request);
        let Either::Right((fetched, _)) =
            select(stopped, pin!(fetched(&self.rotation, next))).await
        else {
            return Err(TokenError::Stopped);
        };
        match &fetched {
            Ok(token) => {
                self.token.store(Some(Arc::new(token.clone())));
                // It may have been stopped meanwhile, and then nothing may stay.
                if *self.is_stopped.borrow() {
                    self.token.store(None);
                    return Err(TokenError::Stopped);
                }
                self.renewed.notify_one();
                calling(|| (self.rotation.on_refresh)(token));
            }
            Err(error) => {
                tracing::warn!(target: "paseto", %error, "an outgoing token is not refreshed");
                calling(|| (self.rotation.on_error)(error));
            }
        }
        fetched
    }

    pub(super) fn stop(&self) {
        self.is_stopped.send_replace(true);
        self.token.store(None);
    }

    /// Waits for the end of a fetch that has been stopped.
    pub(super) async fn ended(&self) {
        self.flight.landed().await;
    }

    /// When the next one is due after a good fetch, or a bad one.
    pub(super) fn wait(&self, schedule: &mut Schedule, has_failed: bool) -> Duration {
        let token = self.token.load();
        let left = token.as_deref().and_then(|token| token.expires_in(self.rotation.clock.now()));
        let longest = self.rotation.interval.unwrap_or(INTERVAL);
        let wait = match left {
            // Once expired, hurry no more than the backoff does.
            Some(left) if has_failed && !left.is_zero() => schedule.after_failure(left),
            Some(_) | None if has_failed => schedule.after_failure(longest),
            Some(left) => {
                let due = left.saturating_sub(self.rotation.refresh_before.min(left / 2));
                schedule.after_success(self.rotation.interval.map_or(due, |most| most.min(due)))
            }
            None => schedule.after_success(longest),
        };
        wait.max(SHORTEST)
    }
}

async fn fetched(
    rotation: &RotatingTokenBuilder,
    fetch: impl Future<Output = Result<OutgoingToken, TokenError>>,
) -> Result<OutgoingToken, TokenError> {
    let fetch = AssertUnwindSafe(fetch).catch_unwind();
    let late = TokenError::Unavailable { provider: NAME, cause: Outage::TimedOut };
    let token = tokio::time::timeout(rotation.timeout, fetch).await.map_err(|_| late)?;
    token.map_err(|_| TokenError::Panicked)??.living(rotation.clock.now())
}

fn calling(call: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(call)).is_err() {
        tracing::warn!(target: "paseto", "a callback of an outgoing token panicked");
    }
}
