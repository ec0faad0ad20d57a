//! Tokens at hand, until shortly before they expire.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(any(test, feature = "oauth2"))]
use tokio::runtime::Handle;

#[cfg(any(test, feature = "oauth2"))]
use super::flight::Flight;
use super::{OutgoingToken, TokenError, TokenRequest};
use crate::time::Clock;

/// A token closer to its end than this is not handed out: it would expire on its way.
const LONGEST_MARGIN: Duration = Duration::from_secs(30);

/// Of the life of a token, if that is shorter.
const MARGIN_SHARE: u32 = 10;

/// More sets of scopes than this are a mistake, not a need.
const MOST: usize = 16;

/// The tokens that a provider has at hand, and the one request that gets another. A cheap clone.
#[derive(Clone)]
pub(super) struct Cache {
    kept: Arc<Mutex<Vec<Kept>>>,
    clears: Arc<AtomicU64>,
    #[cfg(any(test, feature = "oauth2"))]
    flight: Flight,
    pub(super) clock: Clock,
    /// Whether a token does that is good for more than is asked.
    takes_more: bool,
}

struct Kept {
    request: TokenRequest,
    token: OutgoingToken,
    margin: Duration,
}

impl Cache {
    /// A token serves the request that it was made for and no other.
    pub(super) fn exact() -> Self {
        Self::new(false)
    }

    /// A token serves every request whose scopes it covers.
    #[cfg(feature = "oauth2")]
    pub(super) fn covering() -> Self {
        Self::new(true)
    }

    fn new(takes_more: bool) -> Self {
        Self {
            kept: Arc::default(),
            clears: Arc::default(),
            #[cfg(any(test, feature = "oauth2"))]
            flight: Flight::default(),
            clock: Clock::system(),
            takes_more,
        }
    }

    /// The token at hand, else the one that is made here and now.
    pub(super) fn token_or(
        &self,
        request: &TokenRequest,
        make: impl FnOnce() -> Result<OutgoingToken, TokenError>,
    ) -> Result<OutgoingToken, TokenError> {
        self.at_hand(request).map_or_else(|| self.remade(request, make), Ok)
    }

    /// The one that is made here and now, instead of the token at hand.
    pub(super) fn remade(
        &self,
        request: &TokenRequest,
        make: impl FnOnce() -> Result<OutgoingToken, TokenError>,
    ) -> Result<OutgoingToken, TokenError> {
        let clears = self.clears.load(Ordering::Acquire);
        make().map(|token| self.settled(request, token, clears))
    }

    fn settled(&self, request: &TokenRequest, token: OutgoingToken, clears: u64) -> OutgoingToken {
        let mut kept = self.kept();
        kept.retain(|kept| !self.serves(kept, request));
        // What was asked for before a revocation is not kept after it.
        if clears == self.clears.load(Ordering::Acquire) {
            self.keep(&mut kept, request, &token);
        }
        token
    }

    fn keep(&self, kept: &mut Vec<Kept>, request: &TokenRequest, token: &OutgoingToken) {
        let Some(life) = token.expires_in(self.clock.now()) else { return };
        let margin = LONGEST_MARGIN.min(life / MARGIN_SHARE);
        if life > margin {
            kept.truncate(MOST - 1);
            kept.insert(0, Kept { request: request.clone(), token: token.clone(), margin });
        }
    }

    fn at_hand(&self, request: &TokenRequest) -> Option<OutgoingToken> {
        let now = self.clock.now();
        let mut kept = self.kept();
        kept.retain(|kept| kept.token.expires_in(now).is_some_and(|left| left > kept.margin));
        kept.iter().find(|kept| self.serves(kept, request)).map(|kept| kept.token.clone())
    }

    fn serves(&self, kept: &Kept, request: &TokenRequest) -> bool {
        let covers = || request.scopes.iter().all(|scope| kept.token.scopes().contains(scope));
        kept.request == *request || (self.takes_more && covers())
    }

    pub(super) fn clear(&self) {
        let mut kept = self.kept();
        self.clears.fetch_add(1, Ordering::AcqRel);
        kept.clear();
    }

    /// Whether it is one of the tokens at hand.
    pub(super) fn holds(&self, text: &str) -> bool {
        let now = self.clock.now();
        self.kept().iter().any(|kept| kept.token.is(text) && !kept.token.is_expired(now))
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(any(test, feature = "oauth2"))]
impl Cache {
    /// The token at hand, else what `fetch` brings.
    pub(super) async fn token<F>(
        &self,
        request: &TokenRequest,
        fetch: impl Fn() -> F,
    ) -> Result<OutgoingToken, TokenError>
    where
        F: Future<Output = Result<OutgoingToken, TokenError>> + Send + 'static,
    {
        match self.at_hand(request) {
            Some(token) => Ok(token),
            None => self.renewed(request, fetch).await,
        }
    }

    /// What `fetch` brings, instead of the token at hand.
    pub(super) async fn renewed<F>(
        &self,
        request: &TokenRequest,
        fetch: impl Fn() -> F,
    ) -> Result<OutgoingToken, TokenError>
    where
        F: Future<Output = Result<OutgoingToken, TokenError>> + Send + 'static,
    {
        let what = "tokens are fetched within a Tokio runtime";
        let runtime = Handle::try_current();
        let runtime = runtime.map_err(|_| TokenError::Config { provider: "oauth2", what })?;
        let fetched = || {
            let (cache, request, fetch) = (self.clone(), request.clone(), fetch());
            let clears = self.clears.load(Ordering::Acquire);
            async move { fetch.await.map(|token| cache.settled(&request, token, clears)) }
        };
        self.flight.board(&runtime, request, fetched).await
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("tokens", &self.kept().len()).finish_non_exhaustive()
    }
}
