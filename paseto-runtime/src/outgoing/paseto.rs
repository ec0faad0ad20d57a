//! Tokens of our own issuer, for services that guard their routes as we do.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::cache::Cache;
use super::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
use crate::claims::Subject;
use crate::issue::{IssueError, Issuer};
use crate::secret::SecretText;
use crate::time::{Clock, Timestamp};

const NAME: &str = "paseto";

/// What only the scopes of the provider or of the request say.
const SCOPES: [&str; 2] = ["scope", "scopes"];

/// Access tokens that this service makes for itself: the other service holds the same key, or our
/// public one, and guards its routes with `#[paseto_required]`.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use actix_paseto::Paseto;
/// use actix_paseto::outgoing::{PasetoProvider, TokenProvider as _, TokenRequest};
///
/// let provider = PasetoProvider::new(Paseto::dev()?.issuer(), "orders-service")
///     .scopes(["stock:read"])
///     .audience("stock-service");
/// let token = provider.token(&TokenRequest::default()).await?;
/// # Ok(())
/// # }
/// ```
pub struct PasetoProvider {
    issuer: Issuer,
    subject: Subject,
    audience: Vec<String>,
    scopes: Vec<String>,
    claims: Map<String, Value>,
    life: Option<Duration>,
    cache: Cache,
}

impl PasetoProvider {
    /// Tokens in the name of this subject, usually the name of the service.
    #[must_use]
    pub fn new(issuer: Issuer, subject: impl Into<Subject>) -> Self {
        let (subject, cache) = (subject.into(), Cache::exact());
        let (audience, scopes, claims) = (Vec::new(), Vec::new(), Map::new());
        Self { issuer, subject, audience, scopes, claims, life: None, cache }
    }

    /// What the tokens are good for, unless a request says otherwise: the claim `scopes`.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Who they are meant for; call again for more. Default: the configured audience.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// How long they live. Default: the configured life of access tokens.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.life = Some(life);
        self
    }

    /// What they say beside.
    ///
    /// # Errors
    ///
    /// [`TokenError::NotMade`] for what is no JSON object, and for names that are reserved.
    pub fn claims(mut self, claims: &impl Serialize) -> Result<Self, TokenError> {
        let Ok(Value::Object(members)) = serde_json::to_value(claims) else {
            return Err(not_made(IssueError::NotAnObject));
        };
        checked(&members)?;
        // Reserved names come out here rather than with the first token.
        self.issuer.access(self.subject.clone()).claims_json(&members).map_err(not_made)?;
        self.claims.extend(members);
        Ok(self)
    }

    /// The clock by which tokens are kept. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.cache.clock = clock;
        self
    }

    fn made(&self, request: &TokenRequest) -> Result<OutgoingToken, TokenError> {
        checked(&request.claims)?;
        let mut claims = self.claims.clone();
        claims.extend(request.claims.clone());
        if !request.scopes.is_empty() {
            claims.insert("scopes".to_owned(), request.scopes.clone().into());
        }
        let mut token = self.issuer.access(self.subject.clone());
        token = self.audience.iter().fold(token, |token, audience| token.audience(audience));
        token = self.life.into_iter().fold(token, |token, life| token.expires_in(life));
        let issued = token.claims_json(&claims).and_then(|token| token.issue());
        let issued = issued.map_err(not_made)?;
        let expires = issued.expires_at().and_then(Timestamp::from_system);
        let token = OutgoingToken::new(SecretText::from(issued.into_string()));
        let token = token.with_scopes(request.scopes.clone());
        Ok(expires.into_iter().fold(token, OutgoingToken::with_expiry))
    }
}

impl TokenProvider for PasetoProvider {
    fn name(&self) -> &'static str {
        NAME
    }

    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        let request = request.or_scopes(&self.scopes);
        let token = self.cache.token_or(&request, || self.made(&request));
        Box::pin(std::future::ready(token))
    }

    fn refresh<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        let request = request.or_scopes(&self.scopes);
        let token = self.cache.remade(&request, || self.made(&request));
        Box::pin(std::future::ready(token))
    }

    fn revoke(&self) -> TokenFuture<'_, ()> {
        self.cache.clear();
        Box::pin(std::future::ready(Ok(())))
    }

    /// Of those at hand alone: whether any other holds, its guard decides.
    fn validate(&self, token: &str) -> bool {
        self.cache.holds(token)
    }
}

impl fmt::Debug for PasetoProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("PasetoProvider");
        out.field("audience", &self.audience).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

fn checked(claims: &Map<String, Value>) -> Result<(), TokenError> {
    let what = "scopes are asked for with `scopes`, not as a claim";
    let says_scopes = SCOPES.iter().any(|name| claims.contains_key(*name));
    if says_scopes { Err(TokenError::Config { provider: NAME, what }) } else { Ok(()) }
}

fn not_made(error: IssueError) -> TokenError {
    TokenError::NotMade(Arc::new(error))
}
