//! The middleware for awc.

mod head;
mod turns;

use std::fmt;
use std::rc::Rc;

use actix_service::Service;
use awc::error::SendRequestError;
use awc::middleware::{Redirect, Transform};
use awc::{ConnectRequest, ConnectResponse};
use futures_core::future::LocalBoxFuture;
use futures_core::task::{Context, Poll};

use self::turns::Turns;
use super::{Bearer, TokenError};

/// A [`Bearer`] as middleware for awc. Redirects come by it one by one, so that each hop gets the
/// token or none by its own origin.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # fn example(bearer: actix_paseto::outgoing::Bearer) {
/// use actix_paseto::outgoing::AwcBearer;
///
/// let client = awc::Client::builder().wrap(AwcBearer::new(bearer)).finish();
/// let request = client.get("https://stock.example/items");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct AwcBearer(Bearer);

impl AwcBearer {
    /// For `awc::ClientBuilder::wrap`.
    #[must_use]
    pub fn new(bearer: Bearer) -> Self {
        Self(bearer)
    }
}

impl<S> Transform<S, ConnectRequest> for AwcBearer
where
    S: Service<ConnectRequest, Response = ConnectResponse, Error = SendRequestError> + 'static,
{
    type Transform = AwcBearerService<S>;

    fn new_transform(self, service: S) -> Self::Transform {
        AwcBearerService { bearer: self.0, service: Rc::new(service) }
    }
}

/// What [`AwcBearer`] wraps around a connector.
pub struct AwcBearerService<S> {
    bearer: Bearer,
    service: Rc<S>,
}

impl<S> Service<ConnectRequest> for AwcBearerService<S>
where
    S: Service<ConnectRequest, Response = ConnectResponse, Error = SendRequestError> + 'static,
{
    type Response = ConnectResponse;
    type Error = SendRequestError;
    type Future = LocalBoxFuture<'static, Result<ConnectResponse, SendRequestError>>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), SendRequestError>> {
        self.service.poll_ready(cx)
    }

    fn call(&self, request: ConnectRequest) -> Self::Future {
        let (bearer, service) = (self.bearer.clone(), Rc::clone(&self.service));
        Box::pin(async move {
            if !head::is_for(&bearer, &request) {
                return service.call(request).await;
            }
            let (request, is_replayable) = head::prepared(request);
            let turns = Turns::new(bearer, service, is_replayable);
            if matches!(request, ConnectRequest::Tunnel(..)) {
                return turns.tunnel(request).await;
            }
            let outcome = turns.outcome();
            // Nobody but awc's own `Redirect` can copy a body: `Turns` asks it to.
            let turns = Redirect::new().max_redirect_times(1).new_transform(turns);
            let answer = turns.call(request).await?;
            Ok(outcome.take().unwrap_or(answer))
        })
    }
}

impl<S> fmt::Debug for AwcBearerService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwcBearerService").field("bearer", &self.bearer).finish_non_exhaustive()
    }
}

fn failed(error: TokenError) -> SendRequestError {
    SendRequestError::Custom(Box::new(error), Box::new("no token for the request"))
}
