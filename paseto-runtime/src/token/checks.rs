//! The registered claims against the rules: times, family, issuer, audience.

use super::Rules;
use super::contents::Contents;
use crate::claims::Ticket;
use crate::error::Rejection;
use crate::time::Timestamp;

pub(super) fn check_times(
    claims: &Contents,
    rules: &Rules<'_>,
    now: Timestamp,
) -> Result<(), Rejection> {
    let leeway = rules.leeway.as_duration();
    // Our `iat` has a fraction of a second, and two clocks are never that close.
    let issued = claims.issued_at().map(Timestamp::whole_seconds);
    for (claim, at) in [("nbf", claims.not_before()), ("iat", issued)] {
        if at.is_some_and(|at| at.since(now) > leeway) {
            return Err(Rejection::NotYetValid { claim });
        }
    }
    let Some(expires) = claims.expires_at() else {
        return if rules.require_expiry {
            Err(Rejection::ClaimMissing { claim: "exp" })
        } else {
            Ok(())
        };
    };
    if now.since(expires) > leeway {
        return Err(Rejection::Expired);
    }
    // A leaked minting bug must not produce a token for a hundred years, nor one whose life cannot
    // be told: its revocation would be forgotten before it ends.
    if claims.issued_at().is_none() && rules.require_expiry {
        return Err(Rejection::ClaimMissing { claim: "iat" });
    }
    let born = claims.issued_at().unwrap_or(now);
    if expires.since(born) > rules.max_ttl {
        return Err(Rejection::LivesTooLong);
    }
    check_ticket(claims, rules, born)
}

/// What a ticket opens lives as long as what it stands for, so that is bounded alike.
fn check_ticket(claims: &Contents, rules: &Rules<'_>, born: Timestamp) -> Result<(), Rejection> {
    let Some(ticket) = claims.ticket() else { return Ok(()) };
    match ticket.until() {
        Some(until) if until.since(born) > rules.max_ttl => Err(Rejection::LivesTooLong),
        None if rules.require_expiry => Err(Rejection::ClaimMissing { claim: Ticket::NAME }),
        Some(_) | None => Ok(()),
    }
}

/// Also where a configuration has shortened the life of families that its tokens still outlast.
pub(super) fn check_family(
    claims: &Contents,
    rules: &Rules<'_>,
    now: Timestamp,
) -> Result<(), Rejection> {
    let Some((_, began)) = claims.family_parts() else { return Ok(()) };
    let leeway = rules.leeway.as_duration();
    if began.whole_seconds().since(now) > leeway {
        return Err(Rejection::NotYetValid { claim: "fam" });
    }
    // Without leeway: every token of it has ended by then, and nothing can be made any more.
    let over = rules.family_ttl.is_some_and(|ttl| now.since(began) >= ttl);
    if over { Err(Rejection::Expired) } else { Ok(()) }
}

pub(super) fn check_origin(claims: &Contents, rules: &Rules<'_>) -> Result<(), Rejection> {
    if let Some(ours) = rules.issuer {
        match claims.raw_issuer() {
            None => return Err(Rejection::ClaimMissing { claim: "iss" }),
            Some(theirs) if theirs != ours.as_bytes() => return Err(Rejection::WrongIssuer),
            Some(_) => {}
        }
    }
    if rules.audience.admits(claims.raw_audiences()) {
        Ok(())
    } else {
        Err(Rejection::WrongAudience)
    }
}
