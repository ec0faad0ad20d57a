//! The claims of a token as JSON, in the names and formats of fastapi-paseto.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::descent::Descent;
use super::{IssueError, TokenBuilder};
use crate::claims::Ticket;
use crate::kind::TokenKind;
use crate::time::Timestamp;

/// 128 bits from the system's generator, as text.
pub(crate) fn random_id() -> Result<String, IssueError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| IssueError::Sealing)?;
    Ok(URL_SAFE_NO_PAD.encode(bits))
}

pub(super) fn write(
    draft: &TokenBuilder,
    descent: &Descent,
    expires: Option<Timestamp>,
) -> Result<String, IssueError> {
    let mut claims = draft.custom.clone();
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    put("sub", serde_json::to_value(&draft.subject).map_err(|_| IssueError::NotAnObject)?);
    put("type", draft.kind.as_str().into());
    put("jti", descent.jti.as_str().into());
    put("iat", descent.issued.to_micros_text().into());
    put("nbf", not_before(draft, descent.issued, expires)?.to_string().into());
    if let Some(at) = expires {
        put("exp", at.to_string().into());
    }
    if draft.kind == TokenKind::Access {
        put("fresh", draft.fresh.into());
    }
    if let Some(family) = &descent.family {
        put("fam", family.to_string().into());
    }
    if let Some(value) = &descent.csrf {
        put("csrf", value.as_str().into());
    }
    if let Some(ticket) = &draft.ticket {
        put(Ticket::NAME, ticket.to_string().into());
    }
    if let Some(issuer) = draft.issuer.as_ref().or(draft.profile.settings.issuer.as_ref()) {
        put("iss", issuer.as_str().into());
    }
    put_audience(draft, &mut claims);
    serde_json::to_string(&claims).map_err(|_| IssueError::NotAnObject)
}

fn not_before(
    draft: &TokenBuilder,
    now: Timestamp,
    expires: Option<Timestamp>,
) -> Result<Timestamp, IssueError> {
    let starts = match draft.not_before {
        None => now.whole_seconds(),
        // Not a moment before: the fraction that the text leaves out is waited for.
        Some(at) => Timestamp::from_system(at).ok_or(IssueError::OutOfRange)?.rounded_up(),
    };
    let never = expires.is_some_and(|expires| expires <= starts);
    if never { Err(IssueError::Expired) } else { Ok(starts) }
}

/// One is a text, several are a list. Without the configured audience our own verification would
/// refuse the token.
fn put_audience(draft: &TokenBuilder, claims: &mut Map<String, Value>) {
    let audience =
        if draft.audience.is_empty() { &draft.profile.settings.audience } else { &draft.audience };
    let value = match audience.as_slice() {
        [] => return,
        [one] => Value::from(one.as_str()),
        several => Value::from(several.to_vec()),
    };
    claims.insert("aud".to_owned(), value);
}
