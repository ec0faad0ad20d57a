//! `application/problem+json` (RFC 9457) and the challenge beside it.

use std::borrow::Cow;
use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::web::Bytes;
use serde::Serialize;

use crate::error::{Code, CsrfFailure, Rejection};
use crate::web::Refusal;
use crate::web::challenge::challenge;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const ONE_SECOND: HeaderValue = HeaderValue::from_static("1");

/// The library's own rendering: `status`, `title`, `detail`, `error` (RFC 6750) and `code`, with a
/// `WWW-Authenticate` challenge for 400, 401 and 403, and `Retry-After: 1` where the store is down
/// or keys cannot be read.
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
    if let Rejection::StoreUnavailable(_) | Rejection::KeysStale = refusal.rejection() {
        response.insert_header((RETRY_AFTER, ONE_SECOND));
    }
    match why(refusal) {
        Some(why) => response.body(write(code, &why)),
        None => response.body(body(code)),
    }
}

/// Without `Retry-After`: a second use of a token that was used up ends its login.
const USE_UNKNOWN: &str =
    "It is not known whether the token has been used up; log in again, or ask for another one.";

/// No retry helps an application that is not set up; in a debug build its developer reads why. Whom
/// the check against forged requests turns away is most often a page of ours that forgot something.
fn why(refusal: &Refusal) -> Option<Cow<'static, str>> {
    if let Rejection::Misconfigured(why) = refusal.rejection() {
        return cfg!(debug_assertions).then_some(Cow::Borrowed(*why));
    }
    if let Rejection::UseUnknown(_) = refusal.rejection() {
        return Some(Cow::Borrowed(USE_UNKNOWN));
    }
    let Rejection::CsrfFailed(which) = refusal.rejection() else { return None };
    Some(forged(*which, refusal.csrf()))
}

/// Which check failed and what to send instead, in the configured names.
fn forged(which: CsrfFailure, (header, cookie): (&str, &str)) -> Cow<'static, str> {
    match which {
        CsrfFailure::Site => {
            "`Sec-Fetch-Site` names a foreign page: send the request from a page of \
            this origin or of an allowed one."
                .into()
        }
        CsrfFailure::Origin => {
            "`Origin` is not allowed: send the request from a page of this origin \
            or of an allowed one."
                .into()
        }
        CsrfFailure::Unbound => "The token carries no CSRF value: log in again for a cookie whose \
            token does."
            .into(),
        CsrfFailure::Missing => format!(
            "The header `{header}` is missing: send the value of the cookie `{cookie}` in it."
        )
        .into(),
        CsrfFailure::Mismatch => format!(
            "The header `{header}` does not hold the token's CSRF value: send the value of the \
             cookie `{cookie}` in it."
        )
        .into(),
    }
}

fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}

#[derive(Serialize)]
struct Problem<'a> {
    status: u16,
    title: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    code: &'static str,
}

/// Written once: a refusal must cost less than what it refuses.
fn body(code: Code) -> Bytes {
    static BODIES: LazyLock<Vec<(Code, Vec<u8>)>> = LazyLock::new(|| {
        Code::ALL.iter().map(|code| (*code, write(*code, code.detail()))).collect()
    });
    let known = BODIES.iter().find(|(known, _)| *known == code);
    known.map_or_else(
        || write(code, code.detail()).into(),
        |(_, body)| Bytes::from_static(body.as_slice()),
    )
}

fn write(code: Code, detail: &str) -> Vec<u8> {
    let problem = Problem {
        status: code.status(),
        title: status(code).canonical_reason().unwrap_or_default(),
        detail,
        error: code.error(),
        code: code.as_str(),
    };
    serde_json::to_vec(&problem).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_request_is_told_what_to_send_in_the_configured_names() {
        for (which, detail) in [
            (
                CsrfFailure::Site,
                "`Sec-Fetch-Site` names a foreign page: send the request from a page of this origin \
                 or of an allowed one.",
            ),
            (
                CsrfFailure::Origin,
                "`Origin` is not allowed: send the request from a page of this origin or of an \
                 allowed one.",
            ),
            (
                CsrfFailure::Unbound,
                "The token carries no CSRF value: log in again for a cookie whose token does.",
            ),
            (
                CsrfFailure::Missing,
                "The header `X-XSRF` is missing: send the value of the cookie `xsrf` in it.",
            ),
            (
                CsrfFailure::Mismatch,
                "The header `X-XSRF` does not hold the token's CSRF value: send the value of the \
                 cookie `xsrf` in it.",
            ),
        ] {
            assert_eq!(forged(which, ("X-XSRF", "xsrf")), detail);
        }
    }
}
