//! What the authorization server says.

use std::time::Duration;

use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType as Code, BasicTokenResponse, BasicTokenType,
};
use oauth2::{RequestTokenError, TokenResponse as _};

use super::NAME;
use crate::outgoing::{OutgoingToken, TokenError, TokenRequest};
use crate::secret::SecretText;

/// A good answer.
pub(super) fn accepted(
    answer: &BasicTokenResponse,
    request: &TokenRequest,
) -> Result<OutgoingToken, TokenError> {
    if *answer.token_type() != BasicTokenType::Bearer {
        return Err(malformed("it is no bearer token"));
    }
    let text = answer.access_token().secret();
    // RFC 6750 §2.1; anything else would be a header of its own.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(malformed("it cannot stand in a header"));
    }
    let token = OutgoingToken::new(SecretText::from(text.clone()));
    // Without `scope` it is what was asked for (RFC 6749 §5.1).
    Ok(match answer.scopes() {
        Some(scopes) => token.with_scopes(scopes.iter().map(|scope| scope.to_string())),
        None => token.with_scopes(request.scopes.clone()),
    })
}

/// How long it lives. A life of nothing says as little as none.
pub(super) fn life(answer: &BasicTokenResponse) -> Option<Duration> {
    answer.expires_in().filter(|life| *life > Duration::ZERO)
}

/// A bad one, of which nothing but a code that RFC 6749 knows is kept.
pub(super) fn refused(error: RequestTokenError<TokenError, BasicErrorResponse>) -> TokenError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(answer) => {
            TokenError::Rejected { provider: NAME, code: known(answer.error()) }
        }
        RequestTokenError::Parse(..) => malformed("it is not the JSON of RFC 6749"),
        RequestTokenError::Other(_) => malformed("it is empty or no JSON"),
    }
}

/// RFC 6749 §5.2.
fn known(code: &Code) -> Option<&'static str> {
    match code {
        Code::InvalidClient => Some("invalid_client"),
        Code::InvalidGrant => Some("invalid_grant"),
        Code::InvalidRequest => Some("invalid_request"),
        Code::InvalidScope => Some("invalid_scope"),
        Code::UnauthorizedClient => Some("unauthorized_client"),
        Code::UnsupportedGrantType => Some("unsupported_grant_type"),
        Code::Extension(_) => None,
    }
}

fn malformed(what: &'static str) -> TokenError {
    TokenError::Malformed { provider: NAME, what }
}
