//! The cookies of a login or a refresh.

use std::fmt;
use std::time::{Duration, SystemTime};

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

use super::response::put;
use super::write::{Carries, CookieError, Line, set};
use crate::config::{Settings, Ttl};
use crate::issue::IssuedToken;
use crate::time::Timestamp;

/// The tokens of one login, made already, and the CSRF value that they carry.
pub(crate) struct CookieTokens<'a> {
    pub(crate) access: Option<&'a IssuedToken>,
    pub(crate) refresh: Option<&'a IssuedToken>,
    pub(crate) csrf: &'a str,
}

/// Tokens on their way to a browser, in cookies that no script can read, and the CSRF value in one
/// that a page can.
///
/// As an answer of its own it is 200 with `{"expires_in": 900, "csrf_token": "…"}` and
/// `Cache-Control: no-store`. `expires_in` is absent if the token never expires.
#[derive(Clone)]
pub struct SessionCookies {
    lines: Vec<Line>,
    body: Body,
}

#[derive(Clone, Serialize)]
struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u64>,
    csrf_token: String,
}

impl SessionCookies {
    /// # Errors
    ///
    /// [`CookieError`] where a browser would drop a cookie.
    pub(crate) fn new(
        settings: &Settings,
        now: Timestamp,
        tokens: &CookieTokens<'_>,
    ) -> Result<Self, CookieError> {
        // As `exp` is: what is left out of it must not make a quarter of an hour 899 seconds.
        let now = now.whole_seconds().to_system();
        let mut lines = Vec::with_capacity(3);
        for (carries, token) in tokens.each() {
            lines.push(set(settings, carries, token.as_str(), life(token, now))?);
        }
        lines.push(set(settings, Carries::Csrf, tokens.csrf, tokens.csrf_life(settings, now))?);
        let first = tokens.each().next().and_then(|(_, token)| life(token, now));
        let expires_in = first.map(|life| life.as_secs());
        Ok(Self { lines, body: Body { expires_in, csrf_token: tokens.csrf.to_owned() } })
    }

    /// Sets the cookies on another answer, instead of those that it sets by the same names, and
    /// forbids to store it.
    pub fn set_on<B>(&self, response: &mut HttpResponse<B>) {
        put(response, &self.lines);
    }

    /// How many seconds the access token lives, or the only token there is; `None` if it never
    /// expires.
    #[must_use]
    pub fn expires_in(&self) -> Option<u64> {
        self.body.expires_in
    }

    /// What a page sends back in the header `csrf.header`.
    #[must_use]
    pub fn csrf_token(&self) -> &str {
        &self.body.csrf_token
    }
}

impl<'a> CookieTokens<'a> {
    fn each(&self) -> impl Iterator<Item = (Carries, &'a IssuedToken)> + use<'a> {
        let both = [(Carries::Access, self.access), (Carries::Refresh, self.refresh)];
        both.into_iter().filter_map(|(carries, token)| Some((carries, token?)))
    }

    /// As long as any token that it goes with; an access token alone may be one for a refresh token
    /// which the browser holds already.
    fn csrf_life(&self, settings: &Settings, now: SystemTime) -> Option<Duration> {
        let refresh = match (self.refresh, settings.refresh_ttl) {
            (Some(token), _) => life(token, now),
            (None, Ttl::For(life)) => Some(life),
            (None, Ttl::Never) => None,
        };
        let access = self.access.map_or(Some(Duration::ZERO), |token| life(token, now));
        Some(access?.max(refresh?))
    }
}

fn life(token: &IssuedToken, now: SystemTime) -> Option<Duration> {
    token.expires_at().map(|at| at.duration_since(now).unwrap_or_default())
}

impl Responder for SessionCookies {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok().json(&self.body);
        self.set_on(&mut response);
        response
    }
}

impl fmt::Debug for SessionCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionCookies([REDACTED])")
    }
}
