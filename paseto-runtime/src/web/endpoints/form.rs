//! The form that both endpoints take, and what is said of any other request.

use std::collections::HashSet;
use std::fmt;

use actix_web::dev::{Payload, UrlEncoded};
use actix_web::error::UrlencodedError;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde_json::json;

/// More than the longest token, its hint and a client's credentials.
const MAX_LENGTH: usize = 16 * 1024;

const TOKEN: &str = "token";

type Pairs = Vec<(String, String)>;

/// A request that asks about no token.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub(super) enum Misuse {
    #[error("the method must be POST")]
    Method,
    #[error("the token stands in the body, never in the query")]
    InQuery,
    #[error("the body must be application/x-www-form-urlencoded")]
    NoForm,
    #[error("the body is too long")]
    TooLong,
    #[error("a parameter is repeated")]
    Repeated,
    #[error("the parameter `token` is missing")]
    NoToken,
}

/// The endpoints check it themselves: a route with a guard on the method would make 404 of any
/// other one.
pub(super) fn only_post(req: &HttpRequest) -> Result<(), Misuse> {
    if req.method() == Method::POST { Ok(()) } else { Err(Misuse::Method) }
}

/// The text of the token. `token_type_hint` and whatever else there is does not matter, as long as
/// it is there once.
pub(super) async fn token(req: &HttpRequest, payload: &mut Payload) -> Result<String, Misuse> {
    refuse_query(req)?;
    let pairs = UrlEncoded::<Pairs>::new(req, payload).limit(MAX_LENGTH).await?;
    let mut names = HashSet::new();
    if !pairs.iter().all(|(name, _)| names.insert(name.as_str())) {
        return Err(Misuse::Repeated);
    }
    // A parameter without a value counts as omitted (RFC 6749 §3.2).
    let mut tokens = pairs.into_iter().filter(|(name, value)| name == TOKEN && !value.is_empty());
    tokens.next().map(|(_, text)| text).ok_or(Misuse::NoToken)
}

/// Queries stand in logs and histories.
fn refuse_query(req: &HttpRequest) -> Result<(), Misuse> {
    let pairs = Query::<Pairs>::from_query(req.query_string()).map_err(|_| Misuse::InQuery)?;
    let in_query = pairs.iter().any(|(name, _)| name == TOKEN);
    if in_query { Err(Misuse::InQuery) } else { Ok(()) }
}

impl From<UrlencodedError> for Misuse {
    fn from(error: UrlencodedError) -> Self {
        if let UrlencodedError::Overflow { .. } = error { Self::TooLong } else { Self::NoForm }
    }
}

/// RFC 6749 §5.2.
impl ResponseError for Misuse {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::InQuery | Self::NoForm | Self::Repeated | Self::NoToken => {
                StatusCode::BAD_REQUEST
            }
        }
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Method = self {
            return no_store(self.status_code()).insert_header((ALLOW, "POST")).finish();
        }
        refused(self.status_code(), "invalid_request", self)
    }
}

pub(super) fn refused(
    status: StatusCode,
    error: &'static str,
    why: impl fmt::Display,
) -> HttpResponse {
    no_store(status).json(json!({ "error": error, "error_description": why.to_string() }))
}

pub(super) fn no_store(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}
