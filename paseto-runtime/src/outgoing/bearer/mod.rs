//! What the middlewares of both HTTP clients share: whom a token is for, and what a 401 means.

mod origin;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
#[cfg(any(feature = "awc", feature = "reqwest"))]
use std::sync::atomic::Ordering;
#[cfg(any(feature = "awc", feature = "reqwest"))]
use std::time::Duration;
use std::time::Instant;

use tokio::sync::Mutex;
#[cfg(any(feature = "awc", feature = "reqwest"))]
use zeroize::Zeroizing;

pub(super) use origin::Origin;

use super::{OutgoingToken, TokenError, TokenProvider, TokenRequest};

const NAME: &str = "bearer";

/// Between two tokens that a server refuses.
#[cfg(any(feature = "awc", feature = "reqwest"))]
const PAUSE: Duration = Duration::from_secs(1);

/// Puts a provider's token on requests to the named servers, and on no other request.
///
/// The header is `Authorization: Bearer …`. Where the caller has set that header, it stays as it is.
/// A server that answers 401 is asked once more, with a new token, if there is one and if the body
/// can be sent again; however many requests get a 401 at once, one of them asks for that token.
/// While a server refuses the new ones too, another is asked for once a second at most.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use std::sync::Arc;
/// use actix_paseto::outgoing::{Bearer, StaticTokenProvider};
/// use actix_paseto::secret::SecretText;
///
/// let provider = Arc::new(StaticTokenProvider::new(SecretText::from("hush".to_owned())));
/// let bearer = Bearer::new(provider.clone(), ["https://stock.example"])?;
/// // Readable on its way, so refused; only loopback may do without TLS.
/// assert!(Bearer::new(provider, ["http://stock.example"]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Bearer(Arc<Parts>);

/// One at a time, and how many there have been.
#[cfg_attr(
    not(any(feature = "awc", feature = "reqwest")),
    allow(dead_code, reason = "only the middlewares put a token on")
)]
#[derive(Default)]
struct Refreshing {
    gate: Mutex<Option<Last>>,
    count: AtomicU64,
}

/// When another token was asked for, and what came of it.
#[cfg_attr(
    not(any(feature = "awc", feature = "reqwest")),
    allow(dead_code, reason = "only the middlewares put a token on")
)]
struct Last {
    at: Instant,
    token: Option<OutgoingToken>,
}

#[cfg_attr(
    not(any(feature = "awc", feature = "reqwest")),
    allow(dead_code, reason = "only the middlewares put a token on")
)]
#[derive(Clone)]
struct Parts {
    provider: Arc<dyn TokenProvider>,
    origins: Vec<Origin>,
    request: TokenRequest,
    header: String,
    scheme: String,
    refreshing: Arc<Refreshing>,
}

impl Bearer {
    /// Of this provider, for these origins: `https://host[:port]`, or `http` on loopback.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] without any origin, and for one that is not as above.
    pub fn new<O: AsRef<str>>(
        provider: Arc<dyn TokenProvider>,
        origins: impl IntoIterator<Item = O>,
    ) -> Result<Self, TokenError> {
        let origins = origins.into_iter().map(|origin| Origin::parse(origin.as_ref()));
        let origins: Vec<Origin> = origins.collect::<Result<_, _>>().map_err(config)?;
        if origins.is_empty() {
            return Err(config("name the origins that may see the token"));
        }
        let (header, scheme) = ("authorization".to_owned(), "Bearer".to_owned());
        let (request, refreshing) = (TokenRequest::default(), Arc::default());
        Ok(Self(Arc::new(Parts { provider, origins, request, header, scheme, refreshing })))
    }

    /// What its tokens are asked for.
    #[must_use]
    pub fn request(mut self, request: TokenRequest) -> Self {
        Arc::make_mut(&mut self.0).request = request;
        self
    }

    /// Another header, and the word before the token; empty for the token alone.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] if either cannot stand in a header.
    pub fn header(mut self, name: &str, scheme: &str) -> Result<Self, TokenError> {
        let fits =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        if name.is_empty() || !fits(name) || !fits(scheme) {
            return Err(config("a header and its scheme are letters, digits, `-` and `_`"));
        }
        let parts = Arc::make_mut(&mut self.0);
        (parts.header, parts.scheme) = (name.to_ascii_lowercase(), scheme.to_owned());
        Ok(self)
    }
}

#[cfg(any(feature = "awc", feature = "reqwest"))]
impl Bearer {
    pub(super) fn header_name(&self) -> &str {
        &self.0.header
    }

    pub(super) fn is_for(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        Origin::of(scheme, host, port).is_some_and(|origin| self.0.origins.contains(&origin))
    }

    /// The token for a request that is about to go out.
    pub(super) async fn ticket(&self) -> Result<Ticket, TokenError> {
        let seen = self.refreshes();
        let token = self.0.provider.token(&self.0.request).await?;
        Ok(Ticket { token, seen })
    }

    /// Another one after a 401; `None` if there is none, so that the 401 stands.
    pub(super) async fn another(&self, refused: &Ticket) -> Option<Ticket> {
        let Parts { provider, request, refreshing, .. } = &*self.0;
        let is_other = |token: &OutgoingToken| !token.is(refused.token.expose());
        let mut last = refreshing.gate.lock().await;
        // Somebody may have got another since: then nobody needs to ask.
        let at_hand = provider.token(request).await.ok().filter(is_other);
        let token = match at_hand {
            Some(token) => token,
            None if self.refreshes() != refused.seen => return None,
            None if last.as_ref().is_some_and(|last| last.was_in_vain(refused)) => return None,
            None => {
                let fetched = provider.refresh(request).await.ok();
                refreshing.count.fetch_add(1, Ordering::AcqRel);
                *last = Some(Last { at: Instant::now(), token: fetched.clone() });
                fetched.filter(is_other)?
            }
        };
        Some(Ticket { token, seen: self.refreshes() })
    }

    fn refreshes(&self) -> u64 {
        self.0.refreshing.count.load(Ordering::Acquire)
    }

    /// What stands in the header.
    pub(super) fn value(&self, ticket: &Ticket) -> Zeroizing<String> {
        let text = ticket.token.expose();
        let mut value = Zeroizing::new(String::with_capacity(self.0.scheme.len() + 1 + text.len()));
        if !self.0.scheme.is_empty() {
            value.push_str(&self.0.scheme);
            value.push(' ');
        }
        value.push_str(text);
        value
    }
}

#[cfg(any(feature = "awc", feature = "reqwest"))]
impl Last {
    /// Lately, and it brought nothing but this. A server that refuses every token must not make each
    /// request ask for one.
    fn was_in_vain(&self, refused: &Ticket) -> bool {
        let brought_it = |token: &OutgoingToken| token.is(refused.token.expose());
        self.at.elapsed() < PAUSE && self.token.as_ref().is_none_or(brought_it)
    }
}

/// A token, and how often another had been asked for when it was taken.
#[cfg(any(feature = "awc", feature = "reqwest"))]
#[derive(Debug)]
pub(super) struct Ticket {
    token: OutgoingToken,
    seen: u64,
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer")
            .field("provider", &self.0.provider.name())
            .field("origins", &self.0.origins)
            .field("header", &self.0.header)
            .finish_non_exhaustive()
    }
}

pub(super) fn config(what: &'static str) -> TokenError {
    TokenError::Config { provider: NAME, what }
}
