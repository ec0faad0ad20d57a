//! A request's first turn, and its second after a 401.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use actix_service::Service;
use awc::error::SendRequestError;
use awc::http::header::{HeaderValue, LOCATION};
use awc::http::{StatusCode, Uri};
use awc::test::TestResponse;
use awc::{ClientResponse, ConnectRequest, ConnectResponse};
use futures_core::future::LocalBoxFuture;
use futures_core::task::{Context, Poll};

use super::super::Bearer;
use super::super::bearer::Ticket;
use super::{failed, head};

/// Stands behind a `Redirect` and makes it send a refused request a second time, by an answer that
/// leads to where the request went already. The real answer waits in `outcome`, so that a real
/// redirect is not followed here.
pub(super) struct Turns<S>(Rc<Parts<S>>);

struct Parts<S> {
    bearer: Bearer,
    service: Rc<S>,
    is_replayable: bool,
    second: RefCell<Option<Ticket>>,
    outcome: Outcome,
}

type Outcome = Rc<Cell<Option<ConnectResponse>>>;

impl<S> Turns<S>
where
    S: Service<ConnectRequest, Response = ConnectResponse, Error = SendRequestError> + 'static,
{
    pub(super) fn new(bearer: Bearer, service: Rc<S>, is_replayable: bool) -> Self {
        let (second, outcome) = (RefCell::default(), Rc::default());
        Self(Rc::new(Parts { bearer, service, is_replayable, second, outcome }))
    }

    pub(super) fn outcome(&self) -> Outcome {
        Rc::clone(&self.0.outcome)
    }

    /// The head of a tunnel is all of it, so it can be copied.
    pub(super) async fn tunnel(
        &self,
        request: ConnectRequest,
    ) -> Result<ConnectResponse, SendRequestError> {
        let ConnectRequest::Tunnel(head, address) = request else {
            return self.0.service.call(request).await;
        };
        let again = ConnectRequest::Tunnel(head.clone(), address);
        let response = self.turn(ConnectRequest::Tunnel(head, address)).await?;
        if self.0.second.borrow().is_none() {
            return Ok(response);
        }
        drop(response);
        self.turn(again).await
    }

    /// Leaves a token in `second` if the request should go out once more.
    async fn turn(&self, request: ConnectRequest) -> Result<ConnectResponse, SendRequestError> {
        let Parts { bearer, service, is_replayable, second, .. } = &*self.0;
        let last = second.take();
        let is_last = last.is_some();
        let ticket = match last {
            Some(ticket) => ticket,
            None => bearer.ticket().await.map_err(failed)?,
        };
        let response = service.call(head::with_token(bearer, request, &ticket)?).await?;
        if *is_replayable && !is_last && is_refused(&response) {
            let another = bearer.another(&ticket).await;
            second.replace(another);
        }
        Ok(response)
    }

    async fn answer(self, request: ConnectRequest) -> Result<ConnectResponse, SendRequestError> {
        let here = address_of(&request);
        let response = self.turn(request).await?;
        if self.0.second.borrow().is_some()
            && let ConnectResponse::Client(refused) = response
        {
            return Ok(ConnectResponse::Client(leading(refused, &here)));
        }
        self.0.outcome.set(Some(response));
        Ok(ConnectResponse::Client(TestResponse::default().finish()))
    }
}

/// The refusal, made to lead to this address.
fn leading(refused: ClientResponse, here: &Uri) -> ClientResponse {
    refused.map_body(|head, body| {
        head.status = StatusCode::TEMPORARY_REDIRECT;
        head.headers.clear();
        if let Ok(here) = HeaderValue::from_str(&here.to_string()) {
            head.headers.insert(LOCATION, here);
        }
        body
    })
}

impl<S> Service<ConnectRequest> for Turns<S>
where
    S: Service<ConnectRequest, Response = ConnectResponse, Error = SendRequestError> + 'static,
{
    type Response = ConnectResponse;
    type Error = SendRequestError;
    type Future = LocalBoxFuture<'static, Result<ConnectResponse, SendRequestError>>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), SendRequestError>> {
        self.0.service.poll_ready(cx)
    }

    fn call(&self, request: ConnectRequest) -> Self::Future {
        Box::pin(Self(Rc::clone(&self.0)).answer(request))
    }
}

fn address_of(request: &ConnectRequest) -> Uri {
    match request {
        ConnectRequest::Client(head, ..) => head.as_ref().uri.clone(),
        ConnectRequest::Tunnel(head, _) => head.uri.clone(),
    }
}

fn is_refused(response: &ConnectResponse) -> bool {
    let status = match response {
        ConnectResponse::Client(response) => response.status(),
        ConnectResponse::Tunnel(head, _) => head.status,
    };
    status == StatusCode::UNAUTHORIZED
}
