//! `application/problem+json` (RFC 9457) and the challenge beside it.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::web::Bytes;
use serde::Serialize;

use crate::error::{Code, Rejection};
use crate::web::Refusal;
use crate::web::challenge::challenge;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const ONE_SECOND: HeaderValue = HeaderValue::from_static("1");

/// The library's own rendering: `status`, `title`, `detail`, `error` (RFC 6750) and `code`, with a
/// `WWW-Authenticate` challenge for 400, 401 and 403, and `Retry-After: 1` where the store is down.
///
/// Nothing in it depends on what was sent, so that it can neither reflect nor tell apart.
#[must_use]
pub fn problem(refusal: &Refusal) -> HttpResponse {
    let code = refusal.rejection().code();
    let mut response = HttpResponse::build(status(code));
    response.insert_header((CONTENT_TYPE, PROBLEM_JSON)).insert_header((CACHE_CONTROL, NO_STORE));
    if let Some(challenge) = challenge(refusal) {
        response.insert_header((WWW_AUTHENTICATE, challenge));
    }
    if let Rejection::StoreUnavailable(_) = refusal.rejection() {
        response.insert_header((RETRY_AFTER, ONE_SECOND));
    }
    match why(refusal.rejection()) {
        Some(why) => response.body(write(code, why)),
        None => response.body(body(code)),
    }
}

/// No retry helps an application that is not set up; in a debug build its developer reads why.
fn why(rejection: &Rejection) -> Option<&'static str> {
    let Rejection::Misconfigured(why) = rejection else { return None };
    cfg!(debug_assertions).then_some(*why)
}

fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}

#[derive(Serialize)]
struct Problem {
    status: u16,
    title: &'static str,
    detail: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    code: &'static str,
}

/// Written once: a refusal must cost less than what it refuses.
fn body(code: Code) -> Bytes {
    static BODIES: LazyLock<Vec<(Code, Bytes)>> = LazyLock::new(|| {
        Code::ALL.iter().map(|code| (*code, write(*code, code.detail()))).collect()
    });
    let known = BODIES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| write(code, code.detail()), |(_, body)| body.clone())
}

fn write(code: Code, detail: &'static str) -> Bytes {
    let problem = Problem {
        status: code.status(),
        title: status(code).canonical_reason().unwrap_or_default(),
        detail,
        error: code.error(),
        code: code.as_str(),
    };
    serde_json::to_vec(&problem).unwrap_or_default().into()
}
