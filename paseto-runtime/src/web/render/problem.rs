//! `application/problem+json` (RFC 9457) and the challenge beside it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use crate::web::Refusal;
use crate::web::challenge::challenge;

#[derive(Serialize)]
struct Problem {
    status: u16,
    title: &'static str,
    detail: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    code: &'static str,
}

/// The library's own rendering: `status`, `title`, `detail`, `error` (RFC 6750) and `code`, with a
/// `WWW-Authenticate` challenge for 400, 401 and 403, and `Retry-After: 1` for 503.
///
/// Nothing in it depends on what was sent, so that it can neither reflect nor tell apart.
#[must_use]
pub fn problem(refusal: &Refusal) -> HttpResponse {
    let code = refusal.rejection().code();
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = HttpResponse::build(status);
    response.content_type("application/problem+json").insert_header((CACHE_CONTROL, "no-store"));
    match challenge(refusal) {
        Some(challenge) => response.insert_header((WWW_AUTHENTICATE, challenge)),
        None => response.insert_header((RETRY_AFTER, "1")),
    };
    let body = Problem {
        status: code.status(),
        title: status.canonical_reason().unwrap_or_default(),
        detail: code.detail(),
        error: code.error(),
        code: code.as_str(),
    };
    response.body(serde_json::to_string(&body).unwrap_or_default())
}
