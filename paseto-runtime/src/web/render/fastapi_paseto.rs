//! The statuses and messages of fastapi-paseto 1.3, for clients that rely on them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::json;

use crate::error::{ExpectedKind, PayloadError, Place, Rejection, ShapeError};
use crate::kind::Purpose;
use crate::web::Refusal;
use crate::web::challenge::challenge;

/// `{"detail": "…"}` with fastapi-paseto's statuses and messages, for
/// [`render_with`](crate::web::PasetoBuilder::render_with).
///
/// Two things differ, both on purpose: no message echoes what the client sent, and a 401 carries
/// its challenge.
#[must_use]
pub fn fastapi_paseto(refusal: &Refusal) -> HttpResponse {
    let (status, message) = speak(refusal);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store"));
    if let (StatusCode::UNAUTHORIZED, Some(challenge)) = (status, challenge(refusal)) {
        response.insert_header((WWW_AUTHENTICATE, challenge));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((RETRY_AFTER, "1"));
    }
    response.json(json!({ "detail": message }))
}

fn speak(refusal: &Refusal) -> (u16, String) {
    let (status, text) = match refusal.rejection() {
        Rejection::Missing => (401, "PASETO Authorization Token required"),
        Rejection::ForeignScheme { place, scheme } => {
            return (422, bad_place(place, Some(scheme)));
        }
        Rejection::BadCredentials { place, scheme } => {
            return (422, bad_place(place, scheme.as_deref()));
        }
        Rejection::TwoTokens => (422, "More than one PASETO in the request"),
        Rejection::BodyTooLong | Rejection::BodyUnreadable => (422, "Invalid request body"),
        Rejection::OriginRefused => (403, "Origin not allowed"),
        Rejection::Malformed(ShapeError::NotWrapped) => (422, "Invalid base64 encoding"),
        Rejection::Malformed(_) => (422, "Invalid PASETO format"),
        Rejection::NotAuthentic { purpose: Purpose::Public } => (422, "Failed to verify."),
        Rejection::NotAuthentic { purpose: Purpose::Local }
        | Rejection::UnknownKey
        | Rejection::AssertionMissing => (422, "Failed to decrypt."),
        // fastapi-paseto takes an empty kind for none.
        Rejection::BadPayload(PayloadError::WrongType("type"))
        | Rejection::ClaimMissing { claim: "type" } => {
            return (422, wrong_kind(refusal.policy().kind, "None"));
        }
        Rejection::ClaimMissing { claim: "iss" } => (422, "Token is missing the 'iss' claim"),
        Rejection::BadPayload(_)
        | Rejection::LivesTooLong
        | Rejection::BadClaims(_)
        | Rejection::ClaimMissing { .. } => (422, "Invalid PASETO claims"),
        Rejection::Expired => (422, "Token expired."),
        Rejection::NotYetValid { .. } => (422, "Token has not been activated yet."),
        Rejection::WrongIssuer => (422, "Token issuer is not valid"),
        Rejection::WrongAudience => (422, "aud verification failed."),
        Rejection::WrongKind { expected, given } => {
            return (422, wrong_kind(*expected, given.as_str()));
        }
        Rejection::NotFresh { .. } => (401, "PASETO access token is not fresh"),
        Rejection::Revoked | Rejection::Reused => (401, "Token has been revoked"),
        Rejection::SubjectChanged => (422, "Invalid PASETO claims"),
        Rejection::CsrfFailed(_) => (403, "CSRF check failed"),
        Rejection::ScopeMissing { .. } | Rejection::RequirementFailed => (403, "Forbidden"),
        Rejection::KeysStale
        | Rejection::StoreUnavailable(_)
        | Rejection::UseUnknown(_)
        | Rejection::Misconfigured(_) => (503, "Service temporarily unavailable"),
    };
    (status, text.to_owned())
}

fn bad_place(place: &Place, scheme: Option<&str>) -> String {
    match place {
        Place::Query(name) => {
            let scheme = scheme.map(|scheme| format!("{scheme} ")).unwrap_or_default();
            format!("Bad {name} query param. Expected value '{scheme}<PASETO>'")
        }
        Place::Header(name) | Place::Json(name) => {
            let scheme = scheme.map(|scheme| format!("{scheme} ")).unwrap_or_default();
            format!("Bad {name} header. Expected value '{scheme}<PASETO>'")
        }
        Place::Cookie(_) | Place::Form | Place::Subprotocol | Place::Message | Place::Function => {
            "Invalid PASETO format".to_owned()
        }
    }
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
