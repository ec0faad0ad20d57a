//! The pipeline: from the text of a request to a candidate that only the store can still refuse.

use crate::error::Rejection;
use crate::policy::PolicySpec;
use crate::profile::Profile;
use crate::token::{
    AuthenticToken, BearerToken, Candidate, ClaimsOf, Token, Unfit, UntrustedToken, VerifiedClaims,
};

/// Cheap checks first; no I/O. `assertion` is `None` where the request lacks its source.
pub(crate) fn authenticate<P, C: ClaimsOf>(
    bearer: BearerToken<'_>,
    assertion: Option<&[u8]>,
    spec: &PolicySpec,
    profile: &Profile,
    requirement: impl FnOnce(&C::Set, &Token) -> bool,
) -> Result<Candidate<P>, Unfit> {
    let untrusted = UntrustedToken::parse(bearer, &profile.limits(spec))?;
    let assertion = assertion.ok_or(Rejection::AssertionMissing)?;
    let authentic = profile.open(untrusted, assertion)?;
    let now = profile.clock().now();
    let verified = VerifiedClaims::verify(authentic, &profile.rules(spec), now)?;
    Candidate::admit::<C>(verified, spec, now, requirement)
}

/// A token of any kind that would be live, were it not for the store.
pub(crate) fn examine(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<Token, Rejection> {
    let authentic = open(bearer, assertion, spec, profile)?;
    let now = profile.clock().now();
    let verified = VerifiedClaims::verify(authentic, &profile.rules(spec), now);
    verified.map(Token::examined).map_err(|unfit| unfit.rejection)
}

/// A token of any kind that some route may take, now or later.
pub(crate) fn recognise(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<Token, Rejection> {
    let authentic = open(bearer, assertion, spec, profile)?;
    Token::recognise(authentic, &profile.rules(spec), profile.clock().now())
}

fn open(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<AuthenticToken, Rejection> {
    let untrusted = UntrustedToken::parse(bearer, &profile.limits(spec))?;
    profile.open(untrusted, assertion)
}
