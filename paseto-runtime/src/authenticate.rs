//! The pipeline: from the text of a request to a candidate that only the store can still refuse.

use crate::error::Rejection;
use crate::policy::{PolicySpec, Uses};
use crate::profile::Profile;
use crate::time::Timestamp;
use crate::token::{
    AuthenticToken, BearerToken, Candidate, ClaimsOf, Entrance, ReadToken, Token, Unfit,
    UntrustedToken, VerifiedClaims,
};

/// Cheap checks first; no I/O. `assertion` is `None` where the request lacks its source.
pub(crate) fn authenticate<P, C: ClaimsOf>(
    bearer: BearerToken<'_>,
    assertion: Option<&[u8]>,
    spec: &PolicySpec,
    profile: &Profile,
    requirement: impl FnOnce(&C::Set, &Token) -> bool,
) -> Result<Candidate<P>, Unfit> {
    let (verified, entrance, now) = verify(bearer, assertion, spec, profile)?;
    Candidate::admit::<C>(verified, entrance, spec, now, requirement)
}

/// What does not depend on the types of a policy.
fn verify(
    bearer: BearerToken<'_>,
    assertion: Option<&[u8]>,
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<(VerifiedClaims, Option<Entrance>, Timestamp), Unfit> {
    let (token, entrance) = read(bearer, assertion, spec, profile)?;
    let now = profile.clock().now();
    let verified = VerifiedClaims::verify(token, &profile.rules(spec), now)?;
    Ok((verified, entrance, now))
}

/// From memory, where the same text has been let in under the same keys.
fn read(
    bearer: BearerToken<'_>,
    assertion: Option<&[u8]>,
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<(ReadToken, Option<Entrance>), Rejection> {
    let (limits, generation) = (profile.limits(spec), profile.ring.generation());
    // What is used once does not come again.
    let bound = assertion.filter(|_| spec.uses == Uses::Many);
    let lookup = bound.and_then(|bound| profile.cache.look_up(&bearer, bound, &limits, generation));
    if let Some(token) = lookup.as_ref().and_then(|lookup| lookup.recall(&bearer)) {
        return Ok((token, None));
    }
    let untrusted = UntrustedToken::parse(bearer, &limits)?;
    let assertion = assertion.ok_or(Rejection::AssertionMissing)?;
    // Newer ones than those of the look-up, perhaps: then it is not found again.
    let authentic = profile.open(&profile.keys(), untrusted, assertion)?;
    Ok((authentic.read()?, lookup.map(|lookup| lookup.entrance())))
}

/// A token of any kind that would be live, were it not for the store.
pub(crate) fn examine(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<Token, Rejection> {
    let token = open(bearer, assertion, spec, profile)?.read()?;
    let now = profile.clock().now();
    let verified = VerifiedClaims::verify(token, &profile.rules(spec), now);
    verified.map(Token::examined).map_err(|unfit| unfit.rejection)
}

/// A token of any kind that some route may take, now or later.
pub(crate) fn recognise(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<Token, Rejection> {
    let token = open(bearer, assertion, spec, profile)?.read()?;
    Token::recognise(token, &profile.rules(spec), profile.clock().now())
}

fn open(
    bearer: BearerToken<'_>,
    assertion: &[u8],
    spec: &PolicySpec,
    profile: &Profile,
) -> Result<AuthenticToken, Rejection> {
    let untrusted = UntrustedToken::parse(bearer, &profile.limits(spec))?;
    profile.open(&profile.keys(), untrusted, assertion)
}
