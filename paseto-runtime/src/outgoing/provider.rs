//! Where outgoing tokens come from: the one interface to every provider.

use std::fmt::Debug;
use std::pin::Pin;

use super::{OutgoingToken, TokenError, TokenRequest};

/// The answer of a provider, once it comes.
pub type TokenFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, TokenError>> + Send + 'a>>;

/// Where outgoing tokens come from. Implement it for one of your own:
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::outgoing::{OutgoingToken, TokenFuture, TokenProvider, TokenRequest};
/// use actix_paseto::secret::SecretText;
///
/// #[derive(Debug)]
/// struct Badge;
///
/// impl TokenProvider for Badge {
///     fn name(&self) -> &'static str {
///         "badge"
///     }
///
///     fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
///         let text = SecretText::from("hush".to_owned());
///         Box::pin(async { Ok(OutgoingToken::new(text)) })
///     }
///
///     fn validate(&self, _: &str) -> bool {
///         false
///     }
/// }
/// # fn main() {}
/// ```
pub trait TokenProvider: Send + Sync + Debug + 'static {
    /// What it is called in errors and logs, such as `oauth2`.
    fn name(&self) -> &'static str;

    /// A token that lives: one at hand, else a new one.
    ///
    /// # Errors
    ///
    /// [`TokenError`], if there is none to be had.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken>;

    /// A new token, whatever is at hand. By default the same as [`token`](Self::token).
    ///
    /// # Errors
    ///
    /// [`TokenError`], if there is none to be had.
    fn refresh<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a, OutgoingToken> {
        self.token(request)
    }

    /// Forgets every token at hand. The service that it was for still takes it until it expires.
    ///
    /// # Errors
    ///
    /// [`TokenError`], if the provider has to ask somebody and that fails.
    fn revoke(&self) -> TokenFuture<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Whether this is a token of this provider that lives.
    fn validate(&self, token: &str) -> bool;
}
