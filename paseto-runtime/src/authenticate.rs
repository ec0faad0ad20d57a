//! The pipeline: from the text of a request to a candidate that only the store can still refuse.

use crate::error::Rejection;
use crate::policy::PolicySpec;
use crate::profile::Profile;
use crate::token::{
    AuthenticToken, BearerToken, Candidate, ClaimsOf, Token, UntrustedToken, VerifiedClaims,
};

/// Cheap checks first; no I/O. `assertion` is `None` where the request lacks its source.
pub(crate) fn authenticate<P, C: ClaimsOf>(
    bearer: BearerToken<'_>,
    assertion: Option<&[u8]>,
    spec: &PolicySpec,
    profile: &Profile,
    requirement: impl FnOnce(&C::Set, &Token) -> bool,
) -> Result<Candidate<P>, Rejection> {
    let untrusted = UntrustedToken::parse(bearer, &profile.limits(spec))?;
    let assertion = assertion.ok_or(Rejection::AssertionMissing)?;
    let authentic = AuthenticToken::open(untrusted, profile.keys(), assertion)?;
    let now = profile.clock().now();
    let verified = VerifiedClaims::verify(authentic, &profile.rules(spec), now)?;
    Candidate::admit::<C>(verified, spec, now, requirement)
}
