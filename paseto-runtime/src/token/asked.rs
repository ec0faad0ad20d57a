//! Tokens that somebody asks about, rather than gets in by: of any kind, and before no policy.

use std::time::Duration;

use super::contents::Contents;
use super::{ReadToken, Rules, Token, VerifiedClaims};
use crate::error::Rejection;
use crate::time::Timestamp;

impl Token {
    /// For an answer about it; it authorizes nobody.
    pub(crate) fn examined(verified: VerifiedClaims) -> Self {
        verified.token
    }

    /// To be revoked: ours, and not over. Neither where nor from when on it counts matters, since
    /// a route may name an issuer and an audience of its own.
    pub(crate) fn recognise(
        token: ReadToken,
        rules: &Rules<'_>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        if token.contents.expires_at().is_none() && rules.require_expiry {
            return Err(Rejection::ClaimMissing { claim: "exp" });
        }
        if is_over(&token.contents, rules, now) {
            return Err(Rejection::Expired);
        }
        Self::seal(token)
    }
}

fn is_over(claims: &Contents, rules: &Rules<'_>, now: Timestamp) -> bool {
    let leeway = rules.leeway.as_duration();
    let has_expired = claims.expires_at().is_some_and(|end| now.since(end) > leeway);
    let family = claims.family_parts().zip(rules.family_ttl);
    let is_late = |began, ttl: Duration| now.since(began) > ttl.saturating_add(leeway);
    has_expired || family.is_some_and(|((_, began), ttl)| is_late(began, ttl))
}
