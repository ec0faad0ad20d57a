//! JSON Web Tokens, for services that take those.

mod claims;
mod error;
mod key;
mod verify;

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use self::key::Key;
use super::cache::Cache;
use super::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};
use crate::issue::random_id;
use crate::secret::{SecretBytes, SecretText};
use crate::time::{Clock, Timestamp};

pub use claims::JwtClaims;
pub use error::JwtError;

const NAME: &str = "jwt";

/// What the provider says itself, and no claims of the application's may.
const OWN: [&str; 7] = ["aud", "exp", "iat", "iss", "jti", "nbf", "scopes"];

/// Makes and verifies JSON Web Tokens, by HS256 or EdDSA. Which of the two is settled by the key,
/// never by a token.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use actix_paseto::outgoing::{JwtProvider, TokenProvider as _, TokenRequest};
/// use actix_paseto::secret::SecretBytes;
///
/// # let bytes = vec![7; 32];
/// let provider = JwtProvider::hs256(&SecretBytes::from(bytes))?.issuer("orders").audience("stock");
/// let token = provider.token(&TokenRequest::default().scopes(["read"])).await?;
/// assert_eq!(provider.verify(token.expose())?.scopes(), ["read"]);
/// # Ok(())
/// # }
/// ```
pub struct JwtProvider {
    key: Key,
    issuer: Option<String>,
    audience: Option<String>,
    scopes: Vec<String>,
    claims: Map<String, Value>,
    life: Duration,
    cache: Cache,
}

impl JwtProvider {
    /// Signed with a secret that both sides hold, of at least 32 bytes (RFC 7518 §3.2).
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] for a shorter one.
    pub fn hs256(secret: &SecretBytes) -> Result<Self, TokenError> {
        Key::hs256(secret).map(Self::with)
    }

    /// Signed with an Ed25519 key as PEM (PKCS#8) or PASERK; the other side holds the public one.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] if it is no such key.
    pub fn ed25519(private: &SecretText) -> Result<Self, TokenError> {
        Key::ed25519(private).map(Self::with)
    }

    fn with(key: Key) -> Self {
        let (scopes, claims, life) = (Vec::new(), Map::new(), Duration::from_secs(3_600));
        Self { key, issuer: None, audience: None, scopes, claims, life, cache: Cache::exact() }
    }

    /// The claim `iss`; [`verify`](Self::verify) demands the same. Default: none.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// The claim `aud`; [`verify`](Self::verify) demands it. Default: none, and then a token that
    /// has one is refused.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// What the tokens are good for, unless a request says otherwise: the claim `scopes`.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// How long they live. Default: one hour.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// What they say beside, such as `sub`.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] for what is no JSON object, and for names that the provider fills.
    pub fn claims(mut self, claims: &impl Serialize) -> Result<Self, TokenError> {
        let Ok(Value::Object(members)) = serde_json::to_value(claims) else {
            return Err(config("claims are a JSON object"));
        };
        checked(&members)?;
        self.claims.extend(members);
        Ok(self)
    }

    /// The clock by which tokens are made and verified. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.cache.clock = clock;
        self
    }

    fn made(&self, request: &TokenRequest) -> Result<OutgoingToken, TokenError> {
        checked(&request.claims)?;
        let now = self.cache.clock.now().whole_seconds();
        let expires = now.checked_add(self.life).map(Timestamp::whole_seconds);
        let expires = expires.filter(|at| *at > now);
        let expires = expires.ok_or(config("a token lives a second at least"))?;
        let mut claims = self.claims.clone();
        claims.extend(request.claims.clone());
        claims.insert("iat".to_owned(), seconds(now).into());
        claims.insert("exp".to_owned(), seconds(expires).into());
        let id = random_id().map_err(|_| config("the system gives no randomness"))?;
        claims.insert("jti".to_owned(), id.into());
        let named = [("iss", &self.issuer), ("aud", &self.audience)];
        for (name, value) in
            named.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)))
        {
            claims.insert(name.to_owned(), value.into());
        }
        if !request.scopes.is_empty() {
            claims.insert("scopes".to_owned(), request.scopes.clone().into());
        }
        let text = self.key.sign(&claims)?;
        Ok(OutgoingToken::new(text).with_expiry(expires).with_scopes(request.scopes.clone()))
    }

    /// The claims of a token that this key has signed by this algorithm, that has not expired, and
    /// that is from the configured issuer and for the configured audience.
    ///
    /// # Errors
    ///
    /// [`JwtError`] if any of that is not so. A token without `exp` is refused.
    pub fn verify(&self, token: &str) -> Result<JwtClaims, JwtError> {
        let claims = self.key.verify(token)?;
        let (issuer, audience) = (self.issuer.as_deref(), self.audience.as_deref());
        verify::check(claims, issuer, audience, self.cache.clock.now())
    }

    /// What a token says of itself, whoever wrote it. Never base a decision on it.
    ///
    /// # Errors
    ///
    /// [`JwtError::Malformed`] if it is no JSON Web Token.
    pub fn decode_unverified(token: &str) -> Result<JwtClaims, JwtError> {
        key::decode_unverified(token)
    }
}

impl TokenProvider for JwtProvider {
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

    /// Whether [`verify`](JwtProvider::verify) takes it.
    fn validate(&self, token: &str) -> bool {
        self.verify(token).is_ok()
    }
}

impl fmt::Debug for JwtProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtProvider")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

fn checked(claims: &Map<String, Value>) -> Result<(), TokenError> {
    let overrides = OWN.iter().any(|name| claims.contains_key(*name));
    let what = "`aud`, `exp`, `iat`, `iss`, `jti`, `nbf` and `scopes` are not claims of your own";
    if overrides { Err(config(what)) } else { Ok(()) }
}

fn seconds(at: Timestamp) -> u64 {
    at.since(Timestamp::MIN).as_secs()
}

fn config(what: &'static str) -> TokenError {
    TokenError::Config { provider: NAME, what }
}
