//! The statuses and messages of fastapi-paseto 1.3, for clients that rely on them.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use serde::Serialize;

use crate::error::{ExpectedKind, PayloadError, Place, Rejection, ShapeError};
use crate::kind::Purpose;
use crate::web::Refusal;
use crate::web::challenge::challenge;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The whole body around a message that needs no escapes.
macro_rules! detail {
    ($message:literal) => {
        concat!("{\"detail\":\"", $message, "\"}")
    };
}

/// `{"detail": "…"}` with fastapi-paseto's statuses and messages, for
/// [`render_with`](crate::web::PasetoBuilder::render_with).
///
/// Two things differ, both on purpose: no message echoes what the client sent, and a 401 carries
/// its challenge.
#[must_use]
pub fn fastapi_paseto(refusal: &Refusal) -> HttpResponse {
    let (status, body) = speak(refusal);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, JSON)).insert_header((CACHE_CONTROL, NO_STORE));
    if let (StatusCode::UNAUTHORIZED, Some(challenge)) = (status, challenge(refusal)) {
        response.insert_header((WWW_AUTHENTICATE, challenge));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((RETRY_AFTER, "1"));
    }
    match body {
        Cow::Borrowed(body) => response.body(body),
        Cow::Owned(body) => response.body(body),
    }
}

fn speak(refusal: &Refusal) -> (u16, Cow<'static, str>) {
    let (status, text) = match refusal.rejection() {
        Rejection::Missing => (401, detail!("PASETO Authorization Token required")),
        Rejection::ForeignScheme { place, scheme } => {
            return (422, bad_place(place, Some(scheme)));
        }
        Rejection::BadCredentials { place, scheme } => {
            return (422, bad_place(place, scheme.as_deref()));
        }
        Rejection::TwoTokens => (422, detail!("More than one PASETO in the request")),
        Rejection::BodyTooLong | Rejection::BodyUnreadable => {
            (422, detail!("Invalid request body"))
        }
        Rejection::OriginRefused => (403, detail!("Origin not allowed")),
        Rejection::Malformed(ShapeError::NotWrapped) => (422, detail!("Invalid base64 encoding")),
        Rejection::Malformed(_) => (422, detail!("Invalid PASETO format")),
        Rejection::NotAuthentic { purpose: Purpose::Public } => (422, detail!("Failed to verify.")),
        Rejection::NotAuthentic { purpose: Purpose::Local }
        | Rejection::UnknownKey
        | Rejection::AssertionMissing => (422, detail!("Failed to decrypt.")),
        // fastapi-paseto takes an empty kind for none.
        Rejection::BadPayload(PayloadError::WrongType("type"))
        | Rejection::ClaimMissing { claim: "type" } => {
            return (422, written(&wrong_kind(refusal.policy().kind, "None")));
        }
        Rejection::ClaimMissing { claim: "iss" } => {
            (422, detail!("Token is missing the 'iss' claim"))
        }
        Rejection::BadPayload(_)
        | Rejection::LivesTooLong
        | Rejection::BadClaims(_)
        | Rejection::ClaimMissing { .. } => (422, detail!("Invalid PASETO claims")),
        Rejection::Expired => (422, detail!("Token expired.")),
        Rejection::NotYetValid { .. } => (422, detail!("Token has not been activated yet.")),
        Rejection::WrongIssuer => (422, detail!("Token issuer is not valid")),
        Rejection::WrongAudience => (422, detail!("aud verification failed.")),
        Rejection::WrongKind { expected, given } => {
            return (422, written(&wrong_kind(*expected, given.as_str())));
        }
        Rejection::NotFresh { .. } => (401, detail!("PASETO access token is not fresh")),
        Rejection::Revoked | Rejection::Reused => (401, detail!("Token has been revoked")),
        Rejection::SubjectChanged => (422, detail!("Invalid PASETO claims")),
        Rejection::CsrfFailed(_) => (403, detail!("CSRF check failed")),
        Rejection::ScopeMissing { .. } | Rejection::RequirementFailed => {
            (403, detail!("Forbidden"))
        }
        Rejection::KeysStale
        | Rejection::StoreUnavailable(_)
        | Rejection::UseUnknown(_)
        | Rejection::Misconfigured(_) => (503, detail!("Service temporarily unavailable")),
    };
    (status, text.into())
}

fn bad_place(place: &Place, scheme: Option<&str>) -> Cow<'static, str> {
    let (scheme, space) = scheme.map_or(("", ""), |scheme| (scheme, " "));
    match place {
        Place::Query(name) => {
            written(&format!("Bad {name} query param. Expected value '{scheme}{space}<PASETO>'"))
        }
        Place::Header(name) | Place::Json(name) => {
            written(&format!("Bad {name} header. Expected value '{scheme}{space}<PASETO>'"))
        }
        Place::Cookie(_) | Place::Form | Place::Subprotocol | Place::Message | Place::Function => {
            detail!("Invalid PASETO format").into()
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    detail: &'a str,
}

fn written(detail: &str) -> Cow<'static, str> {
    serde_json::to_string(&Body { detail }).unwrap_or_default().into()
}

/// The kind comes out of an authentic token: it is one that we gave.
fn wrong_kind(expected: ExpectedKind, given: &str) -> String {
    match expected {
        ExpectedKind::Access => format!("Access token required but {given} provided"),
        ExpectedKind::Refresh => format!("Refresh token required but {given} provided"),
        ExpectedKind::Custom(name) => format!("{name} token required but {given} provided"),
        ExpectedKind::Any => format!("Access or refresh token required but {given} provided"),
    }
}
