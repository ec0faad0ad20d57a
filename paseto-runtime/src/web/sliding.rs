//! Sliding sessions: a cookie that is in use is renewed shortly before its token expires.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::StatusCode;

use super::admission::Admission;
use super::cookies::{self, SessionCookies, is_set_on};
use super::in_time::in_time;
use super::{Paseto, Refusal};
use crate::config::Ttl;
use crate::error::Place;
use crate::issue::TokenBuilder;
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::revocation::Standing;
use crate::telemetry::Operation;
use crate::time::Timestamp;
use crate::token::Token;

impl Paseto {
    /// Renews access tokens in cookies while they are used, for `App::wrap` or a scope's.
    ///
    /// What a renewed token says is what the old one said, and it lives as long as that was meant to,
    /// at most `access_ttl`; but it is not fresh: that ends with the login's own token. Only a token
    /// that a guard has let in is renewed, once it has less than `cookie.renew_before` left, and never
    /// past the end of its family. The store is asked again after the handler has run, and cookies
    /// that the handler has set or cleared stay as they are: a log-out is not undone.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # let paseto = actix_paseto::Paseto::dev()?;
    /// use actix_web::App;
    ///
    /// let app = App::new().wrap(paseto.sliding_sessions()).configure(paseto.install());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sliding_sessions(&self) -> SlidingSessions {
        SlidingSessions(())
    }
}

/// The middleware that [`Paseto::sliding_sessions`] makes.
#[derive(Debug, Clone)]
pub struct SlidingSessions(());

impl<S, B> Transform<S, ServiceRequest> for SlidingSessions
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = Sliding<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Sliding { service }))
    }
}

/// The service behind [`SlidingSessions`].
pub struct Sliding<S> {
    service: S,
}

impl<S> fmt::Debug for Sliding<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sliding")
    }
}

impl<S, B> Service<ServiceRequest> for Sliding<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<ServiceResponse<B>, Error>>>>;

    forward_ready!(service);

    fn call(&self, req: ServiceRequest) -> Self::Future {
        let answered = self.service.call(req);
        Box::pin(async move {
            let mut response = answered.await?;
            if let Some(renewed) = renewed(&response).await {
                renewed.set_on(response.response_mut());
            }
            Ok(response)
        })
    }
}

async fn renewed<B>(response: &ServiceResponse<B>) -> Option<SessionCookies> {
    let admission = Admission::of_request(response.request())?;
    let (token, profile) = (admission.token()?, admission.profile());
    let no_answer = response.status() == StatusCode::SWITCHING_PROTOCOLS || is_refusal(response);
    // A wrapped one was not set by us.
    if no_answer || admission.spec().base64 || !is_due(token, profile) {
        return None;
    }
    // After the handler: what it has set or revoked counts.
    let name = &profile.settings.cookie.access;
    if is_set_on(response.headers(), name) || !is_live(token, profile).await {
        return None;
    }
    renew(token, admission.assertion(), profile)
}

/// Behind a guard that was passed there may be another check, such as a socket's on its origin.
fn is_refusal<B>(response: &ServiceResponse<B>) -> bool {
    response.response().error().is_some_and(|error| error.as_error::<Refusal>().is_some())
}

/// Only a session in the configured cookie, and only near its expiry.
fn is_due(token: &Token, profile: &Profile) -> bool {
    let cookie = &profile.settings.cookie;
    let is_session = *token.kind() == TokenKind::Access
        && token.family().is_some()
        && *token.place() == Place::Cookie(cookie.access.clone());
    let left = token.expires().map(|at| at.since(profile.clock().now()));
    is_session && left.is_some_and(|left| left < renew_before(profile))
}

fn renew_before(profile: &Profile) -> Duration {
    let third = || match profile.settings.access_ttl {
        Ttl::For(life) => life / 3,
        Ttl::Never => Duration::ZERO,
    };
    profile.settings.cookie.renew_before.unwrap_or_else(third)
}

/// A log-out that comes later meets the renewed token too, since it is of the same family.
async fn is_live(token: &Token, profile: &Profile) -> bool {
    let query = profile.query(token);
    let told = in_time(profile, Operation::Check, profile.store.check(&query)).await;
    matches!(told, Ok(Standing::Live))
}

fn renew(token: &Token, assertion: &[u8], profile: &Arc<Profile>) -> Option<SessionCookies> {
    let draft = TokenBuilder::renewing(Arc::clone(profile), token, assertion);
    let renewed = draft.make().inspect_err(|error| {
        tracing::debug!(target: "paseto", reason = %error, "session not renewed");
    });
    let renewed = renewed.ok()?;
    // At the end of the family there is nothing to win.
    let gained = renewed.expires_at() > token.expires().map(Timestamp::to_system);
    let cookies = gained.then(|| cookies::cookies(Some(&renewed), None, profile).ok())??;
    draft.announce(&renewed);
    Some(cookies)
}
