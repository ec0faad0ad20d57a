//! Tokens of an authorization server, by client credentials (RFC 6749 §4.4).

mod answer;
mod client;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth2::basic::BasicClient;
use oauth2::{AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, Scope, TokenUrl};

use self::client::Http;
use super::cache::Cache;
use super::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
use crate::secret::SecretText;
use crate::secrets::address::{self, Distrust};
use crate::time::{Clock, Timestamp};

pub(super) const NAME: &str = "oauth2";

/// The default for one request.
const TIMEOUT: Duration = Duration::from_secs(10);

type Client =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Where the client's id and secret stand in the request (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuth {
    /// In the header, which every server has to take.
    #[default]
    Basic,
    /// In the body.
    Post,
}

/// Tokens of an authorization server, by client credentials.
///
/// A token is at hand until 30 seconds or a tenth of its life before it expires. However many ask at
/// once, the server is asked once.
///
/// A server that does not say when its tokens expire is asked for each token anew, so once for every
/// request that goes out: give its tokens a [`default_life`](Self::default_life). A token that is
/// good for fewer scopes than were asked for is kept for that request alone, since asking again
/// brings the same; [`OutgoingToken::scopes`] says what it is good for.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use actix_paseto::outgoing::{OAuth2Provider, TokenProvider as _, TokenRequest};
/// use actix_paseto::secret::SecretText;
///
/// # let secret = String::new();
/// let provider =
///     OAuth2Provider::new("orders", SecretText::from(secret), "https://id.example/token")?
///         .scopes(["stock:read"]);
/// let token = provider.token(&TokenRequest::default()).await?;
/// # Ok(())
/// # }
/// ```
pub struct OAuth2Provider {
    client: Arc<Credentials>,
    scopes: Vec<String>,
    cache: Cache,
}

/// What a request to the server needs, shared with the one that is under way.
#[derive(Clone)]
struct Credentials {
    id: String,
    secret: Arc<SecretText>,
    url: TokenUrl,
    auth: ClientAuth,
    default_life: Option<Duration>,
    http: Http,
}

impl OAuth2Provider {
    /// Of the server whose token endpoint this is: `https`, or `http` on loopback.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] if the endpoint is no such URL, or id or secret are empty.
    pub fn new(
        id: impl Into<String>,
        secret: SecretText,
        token_url: &str,
    ) -> Result<Self, TokenError> {
        let id = id.into();
        if id.is_empty() || secret.expose().is_empty() {
            return Err(config("a client has an id and a secret"));
        }
        let is_local = checked(token_url)?;
        let url = TokenUrl::new(token_url.to_owned());
        let url = url.map_err(|_| config("the token endpoint is no URL"))?;
        let http = Http::new(TIMEOUT, is_local)?;
        let (secret, auth) = (Arc::new(secret), ClientAuth::default());
        let client = Credentials { id, secret, url, auth, default_life: None, http };
        Ok(Self { client: Arc::new(client), scopes: Vec::new(), cache: Cache::covering() })
    }

    /// Where id and secret stand. Default: [`ClientAuth::Basic`].
    #[must_use]
    pub fn auth(mut self, auth: ClientAuth) -> Self {
        Arc::make_mut(&mut self.client).auth = auth;
        self
    }

    /// What the tokens are asked to be good for, unless a request says otherwise.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long a token is taken to live of which the server does not say when it expires. Default:
    /// unknown, so it is not kept. Say no more than the server's own setting: a token is handed out
    /// for so long, be it dead.
    #[must_use]
    pub fn default_life(mut self, life: Duration) -> Self {
        Arc::make_mut(&mut self.client).default_life = Some(life);
        self
    }

    /// How long one request may take. Default: 10 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        Arc::make_mut(&mut self.client).http.timeout = timeout;
        self
    }

    /// The clock by which tokens are kept. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.cache.clock = clock;
        self
    }

    fn ask(
        &self,
        request: &TokenRequest,
    ) -> impl Future<Output = Result<OutgoingToken, TokenError>> + Send + use<> {
        let (client, clock) = (Arc::clone(&self.client), self.cache.clock.clone());
        let request = request.clone();
        async move { client.ask(&request, &clock).await }
    }
}

impl Credentials {
    async fn ask(
        &self,
        request: &TokenRequest,
        clock: &Clock,
    ) -> Result<OutgoingToken, TokenError> {
        if !request.claims.is_empty() {
            let operation = "be asked for claims";
            return Err(TokenError::Unsupported { provider: NAME, operation });
        }
        let client = self.client();
        let scopes = request.scopes.iter().cloned().map(Scope::new);
        let ask = client.exchange_client_credentials().add_scopes(scopes);
        let answer = ask.request_async(&self.http).await.map_err(answer::refused)?;
        let token = answer::accepted(&answer, request)?;
        let Some(life) = answer::life(&answer).or(self.default_life) else { return Ok(token) };
        let end = clock.now().checked_add(life).unwrap_or(Timestamp::MAX);
        Ok(token.with_expiry(end))
    }

    /// Made for each request, so that the secret is not there twice all the time.
    fn client(&self) -> Client {
        let auth = match self.auth {
            ClientAuth::Basic => AuthType::BasicAuth,
            ClientAuth::Post => AuthType::RequestBody,
        };
        let secret = ClientSecret::new(self.secret.expose().to_owned());
        let client = BasicClient::new(ClientId::new(self.id.clone())).set_client_secret(secret);
        client.set_auth_type(auth).set_token_uri(self.url.clone())
    }
}

impl TokenProvider for OAuth2Provider {
    fn name(&self) -> &'static str {
        NAME
    }

    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        let request = request.or_scopes(&self.scopes);
        Box::pin(async move { self.cache.token(&request, || self.ask(&request)).await })
    }

    fn refresh<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        let request = request.or_scopes(&self.scopes);
        Box::pin(async move { self.cache.renewed(&request, || self.ask(&request)).await })
    }

    fn revoke(&self) -> TokenFuture<'_, ()> {
        self.cache.clear();
        Box::pin(std::future::ready(Ok(())))
    }

    /// Of those at hand alone: only the server knows the others.
    fn validate(&self, token: &str) -> bool {
        self.cache.holds(token)
    }
}

impl fmt::Debug for OAuth2Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("OAuth2Provider");
        out.field("id", &self.client.id)
            .field("auth", &self.client.auth)
            .field("scopes", &self.scopes);
        out.finish_non_exhaustive()
    }
}

/// Whether the endpoint is on loopback. A URL with a password in it is refused: such end up in logs.
fn checked(url: &str) -> Result<bool, TokenError> {
    let url = reqwest::Url::parse(url).map_err(|_| config("the token endpoint is no URL"))?;
    let has_login = !url.username().is_empty() || url.password().is_some();
    match address::check(url.scheme(), url.host_str().unwrap_or_default(), has_login) {
        Ok(is_local) if url.fragment().is_none() => Ok(is_local),
        Ok(_) | Err(Distrust::Login) => {
            Err(config("the token endpoint is a URL without credentials or fragment"))
        }
        Err(Distrust::InTheClear | Distrust::NoAddress) => {
            Err(config("the token endpoint is `https`; only loopback may do without TLS"))
        }
    }
}

pub(super) fn config(what: &'static str) -> TokenError {
    TokenError::Config { provider: NAME, what }
}
