//! The middleware for reqwest.

use std::pin::Pin;

use http::Extensions;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Request, Response, StatusCode, Url};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next, Result};

use super::bearer::{Ticket, config};
use super::{Bearer, TokenError};

const MOST_REDIRECTS: usize = 10;

/// A [`Bearer`] as middleware for `reqwest_middleware`.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # fn example(bearer: actix_paseto::outgoing::Bearer) -> Result<(), Box<dyn std::error::Error>> {
/// use actix_paseto::outgoing::ReqwestBearer;
///
/// let client = ReqwestBearer::client(bearer, reqwest::Client::builder())?.build();
/// let request = client.get("https://stock.example/items");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ReqwestBearer(Bearer);

impl ReqwestBearer {
    /// A client with this middleware that follows redirects within an origin alone: any other
    /// answer 3xx is handed out as it came.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] if the client cannot be built.
    pub fn client(
        bearer: Bearer,
        client: reqwest::ClientBuilder,
    ) -> std::result::Result<ClientBuilder, TokenError> {
        let client = client.redirect(Policy::custom(within_origin)).build();
        let client = client.map_err(|_| config("the HTTP client cannot be built"))?;
        Ok(ClientBuilder::new(client).with(Self(bearer)))
    }

    /// For a client that exists. Its redirects are its own; it takes `Authorization` off those that
    /// lead to another origin.
    ///
    /// # Errors
    ///
    /// [`TokenError::Config`] for any other header, which would go along: use
    /// [`client`](Self::client).
    pub fn new(bearer: Bearer) -> std::result::Result<Self, TokenError> {
        if bearer.header_name() != "authorization" {
            return Err(config("a header of your own needs a client made by `client`"));
        }
        Ok(Self(bearer))
    }

    fn is_for(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        self.0.is_for(url.scheme(), host, url.port_or_known_default())
    }

    fn put(&self, request: &mut Request, ticket: &Ticket) -> Result<()> {
        let unwritable = |_| Error::middleware(config("the token cannot stand in a header"));
        let name = self.0.header_name().parse::<HeaderName>();
        let name = name.map_err(|_| Error::middleware(config("the header has no such name")))?;
        let mut value = HeaderValue::from_str(&self.0.value(ticket)).map_err(unwritable)?;
        value.set_sensitive(true);
        request.headers_mut().insert(name, value);
        Ok(())
    }

    async fn send(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        if !self.is_for(request.url()) || request.headers().contains_key(self.0.header_name()) {
            return next.run(request, extensions).await;
        }
        let ticket = self.0.ticket().await.map_err(Error::middleware)?;
        // A stream cannot be sent twice.
        let again = request.try_clone();
        self.put(&mut request, &ticket)?;
        let response = next.clone().run(request, extensions).await?;
        let is_refused =
            response.status() == StatusCode::UNAUTHORIZED && self.is_for(response.url());
        let Some(mut again) = again.filter(|_| is_refused) else { return Ok(response) };
        let Some(ticket) = self.0.another(&ticket).await else { return Ok(response) };
        self.put(&mut again, &ticket)?;
        next.run(again, extensions).await
    }
}

impl Middleware for ReqwestBearer {
    // What `async_trait` would write, which nothing else here needs.
    fn handle<'a, 'b, 'c, 'd>(
        &'a self,
        request: Request,
        extensions: &'b mut Extensions,
        next: Next<'c>,
    ) -> Pin<Box<dyn Future<Output = Result<Response>> + Send + 'd>>
    where
        'a: 'd,
        'b: 'd,
        'c: 'd,
        Self: 'd,
    {
        Box::pin(self.send(request, extensions, next))
    }
}

fn within_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let is_same =
        attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    if attempt.previous().len() > MOST_REDIRECTS {
        attempt.error("too many redirects")
    } else if is_same {
        attempt.follow()
    } else {
        attempt.stop()
    }
}
