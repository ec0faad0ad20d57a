//! Where a rotating token comes from.

use std::sync::Arc;

use crate::outgoing::{OutgoingToken, TokenError, TokenFuture, TokenProvider, TokenRequest};

type Own = dyn Fn() -> TokenFuture<'static, OutgoingToken> + Send + Sync;

pub(super) enum Fetch {
    Provider(Arc<dyn TokenProvider>),
    Own(Box<Own>),
}

impl Fetch {
    pub(super) fn own<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<OutgoingToken, TokenError>> + Send + 'static,
    {
        Self::Own(Box::new(move || Box::pin(fetch())))
    }

    /// One at hand will do.
    pub(super) async fn first(&self, request: &TokenRequest) -> Result<OutgoingToken, TokenError> {
        match self {
            Self::Provider(provider) => provider.token(request).await,
            Self::Own(fetch) => fetch().await,
        }
    }

    /// A new one.
    pub(super) async fn next(&self, request: &TokenRequest) -> Result<OutgoingToken, TokenError> {
        match self {
            Self::Provider(provider) => provider.refresh(request).await,
            Self::Own(fetch) => fetch().await,
        }
    }
}
