//! The end of a session in the browser.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::{HttpRequest, HttpResponse, Responder};

use super::response::put;
use super::write::{Carries, Line, clear};
use crate::config::Settings;

/// Clears the cookies of a session, each with the attributes that it was set with.
///
/// As an answer of its own it is 204. It ends nothing but the cookies: what they held is revoked
/// with [`Revocations`](crate::web::Revocations).
#[derive(Clone)]
pub struct ClearedCookies {
    lines: Vec<Line>,
}

impl ClearedCookies {
    pub(crate) fn new(settings: &Settings) -> Self {
        // What cannot be written has never been set.
        let lines = Carries::ALL.into_iter().filter_map(|one| clear(settings, one).ok());
        Self { lines: lines.collect() }
    }

    /// Clears the cookies with another answer, instead of those that it sets by the same names, and
    /// forbids to store it.
    pub fn set_on<B>(&self, response: &mut HttpResponse<B>) {
        put(response, &self.lines);
    }
}

impl Responder for ClearedCookies {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::NoContent().finish();
        self.set_on(&mut response);
        response
    }
}

impl fmt::Debug for ClearedCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClearedCookies")
    }
}
