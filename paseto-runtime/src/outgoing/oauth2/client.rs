//! One request to the authorization server: bounded in time and size, and never led elsewhere.

use std::pin::Pin;
use std::time::Duration;

use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use super::{NAME, config};
use crate::outgoing::TokenError;
use crate::secrets::Outage;

/// No token is longer.
const LONGEST_ANSWER: usize = 64 * 1_024;

#[derive(Clone)]
pub(super) struct Http {
    client: Client,
    pub(super) timeout: Duration,
}

impl Http {
    pub(super) fn new(timeout: Duration, is_local: bool) -> Result<Self, TokenError> {
        // An idle connection would belong to the runtime that opened it, which may end before us.
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0);
        // What goes to loopback in the clear must not go by way of a proxy.
        let client = if is_local { client.no_proxy() } else { client };
        let client = client.build().map_err(|_| config("the HTTP client cannot be built"))?;
        Ok(Self { client, timeout })
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TokenError> {
        let answer = tokio::time::timeout(self.timeout, self.answer(request)).await;
        answer.map_err(|_| unavailable(Outage::TimedOut))?
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, TokenError> {
        let request = request.try_into().map_err(|_| config("the request cannot be made"))?;
        let mut response = self.client.execute(request).await.map_err(|error| outage(&error))?;
        checked(&response)?;
        let mut answer = HttpResponse::new(Vec::with_capacity(4_096));
        *answer.status_mut() = response.status();
        answer.headers_mut().clone_from(response.headers());
        while let Some(part) = response.chunk().await.map_err(|error| outage(&error))? {
            if answer.body().len() + part.len() > LONGEST_ANSWER {
                return Err(TokenError::Malformed { provider: NAME, what: "too long" });
            }
            answer.body_mut().extend_from_slice(&part);
        }
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = TokenError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TokenError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn checked(response: &Response) -> Result<(), TokenError> {
    let status = response.status();
    if status == StatusCode::TOO_MANY_REQUESTS {
        Err(unavailable(Outage::Throttled))
    } else if status.is_server_error() {
        Err(unavailable(Outage::Server))
    } else if status.is_redirection() {
        Err(TokenError::Malformed { provider: NAME, what: "it leads elsewhere" })
    } else {
        Ok(())
    }
}

fn outage(error: &reqwest::Error) -> TokenError {
    let is_open = !error.is_connect();
    unavailable(if is_open { Outage::TimedOut } else { Outage::NoConnection })
}

fn unavailable(cause: Outage) -> TokenError {
    TokenError::Unavailable { provider: NAME, cause }
}
