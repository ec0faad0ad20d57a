//! Tokens that somebody asks about, rather than gets in by: of any kind, and before no policy.

use super::{AuthenticToken, Rules, Token, VerifiedClaims};
use crate::claims::Registered;
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
        authentic: AuthenticToken,
        rules: &Rules<'_>,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        let claims = Registered::parse(&authentic.payload).map_err(Rejection::BadPayload)?;
        if claims.expires_at.is_none() && rules.require_expiry {
            return Err(Rejection::ClaimMissing { claim: "exp" });
        }
        if is_over(&claims, rules, now) {
            return Err(Rejection::Expired);
        }
        Self::seal(authentic, claims)
    }
}

fn is_over(claims: &Registered, rules: &Rules<'_>, now: Timestamp) -> bool {
    let leeway = rules.leeway.as_duration();
    let has_expired = claims.expires_at.is_some_and(|end| now.since(end) > leeway);
    let family = claims.family.as_ref().zip(rules.family_ttl);
    has_expired
        || family.is_some_and(|(of, ttl)| now.since(of.began()) > ttl.saturating_add(leeway))
}
