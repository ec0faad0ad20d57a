//! Many callers, one request, which goes on when they give up.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use tokio::runtime::Handle;
use tokio::sync::watch::{self, Receiver};

use super::{OutgoingToken, TokenError, TokenRequest};

type Landing = Option<Result<OutgoingToken, TokenError>>;

/// A runtime that ends takes its fetches along; then another one fetches once more.
const TRIES: usize = 2;

/// Who comes while a fetch is under way gets what it brings, be it a failure. Who comes later
/// fetches: nothing is kept here for them.
#[derive(Clone, Default)]
pub(super) struct Flight(Arc<Mutex<Vec<Aloft>>>);

struct Aloft {
    request: TokenRequest,
    landing: Receiver<Landing>,
}

impl Flight {
    /// A fetch runs on its own, so that callers in a hurry do not end it again and again.
    pub(super) async fn board<F>(
        &self,
        runtime: &Handle,
        request: &TokenRequest,
        fetch: impl Fn() -> F,
    ) -> Result<OutgoingToken, TokenError>
    where
        F: Future<Output = Result<OutgoingToken, TokenError>> + Send + 'static,
    {
        for _ in 0..TRIES {
            let mut landing = self.seat(request, |departure, sender| {
                let fetch = AssertUnwindSafe(fetch()).catch_unwind();
                runtime.spawn(async move {
                    let result = fetch.await.unwrap_or(Err(TokenError::Panicked));
                    drop(departure);
                    sender.send_replace(Some(result));
                });
            });
            if let Ok(landed) = landing.wait_for(Option::is_some).await {
                return landed.clone().unwrap_or(Err(TokenError::Stopped));
            }
        }
        Err(TokenError::Stopped)
    }

    /// In the one that is under way, else in one that takes off.
    fn seat(
        &self,
        request: &TokenRequest,
        take_off: impl FnOnce(Departure, watch::Sender<Landing>),
    ) -> Receiver<Landing> {
        let mut aloft = self.aloft();
        if let Some(one) = aloft.iter().find(|one| one.request == *request) {
            return one.landing.clone();
        }
        let (sender, landing) = watch::channel(None);
        aloft.push(Aloft { request: request.clone(), landing: landing.clone() });
        // A runtime that has ended drops the fetch at once, which takes the lock.
        drop(aloft);
        take_off(Departure { flight: self.clone(), request: request.clone() }, sender);
        landing
    }

    /// Waits until none is under way.
    pub(super) async fn landed(&self) {
        let aloft: Vec<_> = self.aloft().iter().map(|one| one.landing.clone()).collect();
        for mut one in aloft {
            // How it ended says nothing.
            drop(one.wait_for(Option::is_some).await);
        }
    }

    fn aloft(&self) -> MutexGuard<'_, Vec<Aloft>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Flight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flight")
    }
}

/// A fetch that has ended, however it has, is none that anybody can join.
struct Departure {
    flight: Flight,
    request: TokenRequest,
}

impl Drop for Departure {
    fn drop(&mut self) {
        self.flight.aloft().retain(|one| one.request != self.request);
    }
}
