//! From the SDK's errors to ours. Their texts and bodies are read for the kind, and never kept.

use std::error::Error;

use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::error::{ConnectorError, ProvideErrorMetadata, SdkError};

use super::NAME;
use super::address::{InTheClear, NoLength};
use crate::secrets::failure::is_certificate;
use crate::secrets::{Outage, SecretError};

/// What the service itself said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Absent,
    Exists,
    /// Scheduled for deletion, or managed by another service of AWS.
    NotNow,
}

/// One of the answers that an operation may act on.
pub(super) fn said<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Option<Said> {
    match error.code()? {
        "ResourceNotFoundException" => Some(Said::Absent),
        "ResourceExistsException" => Some(Said::Exists),
        "InvalidRequestException" => Some(Said::NotNow),
        _ => None,
    }
}

/// An error about `path`.
pub(super) fn explain<E>(path: &str, error: &SdkError<E, HttpResponse>) -> SecretError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::TimeoutError(_) => outage(Outage::TimedOut),
        SdkError::DispatchFailure(failure) => {
            failure.as_connector_error().map_or_else(|| outage(Outage::NoConnection), of_connection)
        }
        SdkError::ResponseError(failure) => {
            let raw = failure.raw();
            let unread = if find::<NoLength>(error).is_some() {
                malformed(path, "the answer is too long, or does not say how long it is")
            } else {
                outage(Outage::TimedOut)
            };
            of_code(path, &code(raw, None)).unwrap_or_else(|| of_status(path, raw, unread))
        }
        SdkError::ServiceError(failure) => {
            let raw = failure.raw();
            let unknown = malformed(path, "not an answer of Secrets Manager");
            of_code(path, &code(raw, failure.err().code()))
                .unwrap_or_else(|| of_status(path, raw, unknown))
        }
        SdkError::ConstructionFailure(_) | _ => malformed(path, "no request for it can be built"),
    }
}

fn of_connection(error: &ConnectorError) -> SecretError {
    if find::<InTheClear>(error).is_some() {
        let what = "the endpoint must be `https://`, or `http://` on this machine";
        return SecretError::Config { backend: NAME, what };
    }
    if error.is_timeout() {
        return outage(Outage::TimedOut);
    }
    if is_certificate(error) {
        return outage(Outage::Certificate);
    }
    // What is neither of the wire nor classified comes before it: the credentials.
    if error.is_other() && error.as_other().is_none() {
        let cause = "none can be had now";
        return of_credentials(error, SecretError::Unauthenticated { backend: NAME, cause });
    }
    outage(Outage::NoConnection)
}

/// Why there are no credentials; `none` if there is no place where they might be. The type of the
/// error is not ours to name.
pub(super) fn of_credentials(error: &(dyn Error + 'static), none: SecretError) -> SecretError {
    let says = |words: &[&str]| {
        let mut texts = chain(error).map(ToString::to_string);
        texts.any(|text| words.iter().any(|word| text.contains(word)))
    };
    if says(&["provider was not enabled", "provider was not properly configured"]) {
        return none;
    }
    if says(&REFUSALS) {
        return refused("the place that lends them refuses");
    }
    if says(&["provider timed out", "timeout"]) {
        return outage(Outage::TimedOut);
    }
    if says(&["an error occurred while loading credentials", "unexpected credentials error"]) {
        return outage(Outage::Server);
    }
    none
}

/// What STS and the doors of containers say to those whom they do not know.
const REFUSALS: [&str; 9] = [
    "AccessDenied",
    "ExpiredToken",
    "IDPRejectedClaim",
    "InvalidClientTokenId",
    "InvalidIdentityToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
    "StatusCode(401)",
    "StatusCode(403)",
];

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|link| link.downcast_ref())
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&link| link.source())
}

/// From the header, the body as JSON, or as the XML that a door before the service may write.
fn code(raw: &HttpResponse, of_body: Option<&str>) -> String {
    let header = raw.headers().get("x-amzn-errortype");
    let xml = || {
        let body = std::str::from_utf8(raw.body().bytes()?).ok()?;
        Some(body.split_once("<Code>")?.1.split_once("</Code>")?.0)
    };
    let code = of_body.or(header).or_else(xml).unwrap_or_default();
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().to_owned()
}

fn of_code(path: &str, code: &str) -> Option<SecretError> {
    let path = || path.to_owned();
    Some(match code {
        "ResourceNotFoundException" => SecretError::NotFound { backend: NAME, path: path() },
        "ResourceExistsException" => SecretError::Conflict { backend: NAME, path: path() },
        "InvalidRequestException" => SecretError::Unsupported {
            backend: NAME,
            operation: "write a secret that awaits its deletion or belongs to another service",
        },
        "AccessDeniedException" | "AccessDenied" => {
            SecretError::Denied { backend: NAME, path: path() }
        }
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "NotAuthorized" => refused("they are unknown or wrong"),
        "ExpiredTokenException" | "ExpiredToken" | "RequestExpired" => refused("they have expired"),
        "ThrottlingException"
        | "Throttling"
        | "TooManyRequestsException"
        | "RequestLimitExceeded" => outage(Outage::Throttled),
        "InternalServiceError" | "InternalFailure" | "ServiceUnavailable" => outage(Outage::Server),
        "DecryptionFailure" | "EncryptionFailure" => {
            let what = "AWS KMS does not lend its key";
            SecretError::Sealed { backend: NAME, path: path(), what }
        }
        "LimitExceededException" => {
            SecretError::Config { backend: NAME, what: "a quota of the account is used up" }
        }
        "InvalidParameterException" | "InvalidParameterValue" | "ValidationException" => {
            malformed(&path(), "AWS takes no such name, version or value")
        }
        _ => return None,
    })
}

fn of_status(path: &str, raw: &HttpResponse, otherwise: SecretError) -> SecretError {
    match raw.status().as_u16() {
        401 => refused("they are unknown or wrong"),
        403 => SecretError::Denied { backend: NAME, path: path.to_owned() },
        429 => outage(Outage::Throttled),
        500.. => outage(Outage::Server),
        _ => otherwise,
    }
}

fn refused(cause: &'static str) -> SecretError {
    SecretError::Unauthenticated { backend: NAME, cause }
}

fn outage(cause: Outage) -> SecretError {
    SecretError::Unavailable { backend: NAME, cause }
}

pub(super) fn malformed(path: &str, what: &'static str) -> SecretError {
    SecretError::Malformed { backend: NAME, path: path.to_owned(), what }
}
