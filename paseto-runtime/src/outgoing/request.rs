//! What a token is asked for.

use std::fmt;

use serde_json::{Map, Value};

/// What a token is asked for. Default: whatever the provider is set up to give.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::outgoing::TokenRequest;
///
/// let request = TokenRequest::default().scopes(["orders:read"]).claim("tenant", "alpha");
/// assert_eq!(request.scopes, ["orders:read"]);
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// What it should be good for. None: what the provider is set up for.
    pub scopes: Vec<String>,
    /// What it should say beside; only a provider that makes its tokens itself can.
    pub claims: Map<String, Value>,
}

impl TokenRequest {
    /// Asks for these scopes instead of the provider's own.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Asks for one more claim.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// The same with the provider's scopes, if it names none itself.
    pub(super) fn or_scopes(&self, own: &[String]) -> Self {
        let mut request = self.clone();
        if request.scopes.is_empty() {
            own.clone_into(&mut request.scopes);
        }
        request
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
