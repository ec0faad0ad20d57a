//! What handlers hand back: tokens, and the errors of making and revoking them.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};

use super::refusal::Reasons;
use super::sessions::SessionError;
use crate::issue::{IssueError, TokenPair};
use crate::revocation::StoreError;

/// JSON as RFC 6749 §5.1 has it, with the `Cache-Control: no-store` that it demands.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::{IssueError, Issuer, TokenPair};
///
/// async fn login(issuer: Issuer) -> Result<TokenPair, IssueError> {
///     issuer.pair("alice").fresh().issue()
/// }
/// ```
impl Responder for TokenPair {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(self)
    }
}

/// 422 where what was to go into the token makes none: that may come from the client. 401 where the
/// login is over. Else 500: it is the application's to mend. The cause stands in the log alone.
impl ResponseError for IssueError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::EmptySubject
            | Self::EmptyAssertion
            | Self::ReservedClaims(_)
            | Self::NotAnObject
            | Self::Claims(_)
            | Self::Footer(_)
            | Self::Payload(_)
            | Self::TooLong { .. }
            | Self::CookieTooLong { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::FamilyOver => StatusCode::UNAUTHORIZED,
            Self::KeysStale(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoKey(_)
            | Self::CookieUnwritable { .. }
            | Self::NoCookie
            | Self::NotUsedUp
            | Self::Rotated
            | Self::PrescribedId
            | Self::EmptyKind
            | Self::NotCustom(_)
            | Self::FreshKind
            | Self::FooterJson
            | Self::ForeignKeyId
            | Self::NoKeyId
            | Self::Expired
            | Self::LivesTooLong
            | Self::TicketLivesTooLong
            | Self::Immortal
            | Self::OutOfRange
            | Self::Sealing
            | Self::NoProfile => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        tracing::error!(target: "paseto", reason = %Reasons(self), "token not issued");
        let mut answer = answer(self.status_code());
        if let Self::FamilyOver = self {
            answer.insert_header((WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""));
        }
        answer.finish()
    }
}

/// As the error within.
impl ResponseError for SessionError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Issue(error) => error.status_code(),
            Self::Store(error) => error.status_code(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Issue(error) => error.error_response(),
            Self::Store(error) => error.error_response(),
        }
    }
}

/// 503 and `Retry-After`: the client must assume that nothing has been revoked (RFC 7009 §2.2.1).
impl ResponseError for StoreError {
    fn status_code(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }

    fn error_response(&self) -> HttpResponse {
        tracing::error!(target: "paseto", reason = %Reasons(self), "revocation store failed");
        answer(self.status_code()).insert_header((RETRY_AFTER, "1")).finish()
    }
}

fn answer(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}
