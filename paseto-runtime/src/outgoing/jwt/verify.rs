//! Which claims of an authentic JSON Web Token are taken.

use std::time::Duration;

use serde_json::Value;

use super::{JwtClaims, JwtError};
use crate::time::Timestamp;

/// Without leeway: a token is over in the second that `exp` names (RFC 7519 §4.1.4).
pub(super) fn check(
    claims: JwtClaims,
    issuer: Option<&str>,
    audience: Option<&str>,
    now: Timestamp,
) -> Result<JwtClaims, JwtError> {
    let expires = instant(&claims, "exp")?.ok_or(JwtError::Claim("exp"))?;
    if now >= expires {
        return Err(JwtError::Expired);
    }
    if instant(&claims, "nbf")?.is_some_and(|at| now < at) {
        return Err(JwtError::NotYetValid);
    }
    instant(&claims, "iat")?;
    if issuer.is_some_and(|issuer| claims.get("iss").and_then(Value::as_str) != Some(issuer)) {
        return Err(JwtError::Issuer);
    }
    if is_for(claims.get("aud"), audience) { Ok(claims) } else { Err(JwtError::Audience) }
}

/// Whoever has no name is not meant by a token that names somebody (RFC 7519 §4.1.3).
fn is_for(claim: Option<&Value>, audience: Option<&str>) -> bool {
    let Some(audience) = audience else { return claim.is_none() };
    let is_it = |value: &Value| value.as_str() == Some(audience);
    claim.is_some_and(|claim| {
        is_it(claim) || claim.as_array().is_some_and(|all| all.iter().any(is_it))
    })
}

fn instant(claims: &JwtClaims, name: &'static str) -> Result<Option<Timestamp>, JwtError> {
    let Some(claim) = claims.get(name) else { return Ok(None) };
    let seconds = claim.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    // Beyond the calendar is ahead, not malformed.
    let at = seconds.map(|since| Timestamp::MIN.checked_add(since).unwrap_or(Timestamp::MAX));
    at.map(Some).ok_or(JwtError::Claim(name))
}
