//! A token that may do what one policy guards.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{ClaimsOf, Entrance, Token, Unfit, VerifiedClaims};
use crate::claims::{self, ClaimSet};
use crate::error::Rejection;
use crate::policy::{Freshness, PolicySpec, Scopes};
use crate::revocation::Standing;
use crate::time::Timestamp;

/// Everything about it holds but one thing: whether it has been revoked.
pub struct Candidate<P> {
    token: Token,
    /// As the policy reads them; `None` if it reads none.
    claims: Option<Arc<dyn Any + Send + Sync>>,
    /// Where it is remembered once it is authorized.
    entrance: Option<Entrance>,
    policy: PhantomData<fn() -> P>,
}

impl<P> Candidate<P> {
    /// Kind, fresh, custom claims, scopes, requirement; the store is asked last, by others.
    pub(crate) fn admit<C: ClaimsOf>(
        verified: VerifiedClaims,
        entrance: Option<Entrance>,
        spec: &PolicySpec,
        now: Timestamp,
        requirement: impl FnOnce(&C::Set, &Token) -> bool,
    ) -> Result<Self, Unfit> {
        let mut token = verified.token;
        token.read_scopes_from(C::Set::SCOPES);
        match check::<C>(&token, spec, now, requirement) {
            Ok(claims) => {
                Ok(Self { token, claims: C::keep(claims), entrance, policy: PhantomData })
            }
            Err(rejection) => Err(Unfit::of_token(rejection, token)),
        }
    }

    pub(crate) fn token(&self) -> &Token {
        &self.token
    }

    pub(crate) fn refuse(self, rejection: Rejection) -> Unfit {
        Unfit::of_token(rejection, self.token)
    }

    /// The last word, after the store has spoken.
    pub(crate) fn settle(self, standing: Standing) -> Result<Authorized<P>, Unfit> {
        match standing {
            Standing::Live => Ok(self.settle_unasked()),
            Standing::Revoked => Err(self.refuse(Rejection::Revoked)),
        }
    }

    /// For policies that do not ask the store, and for what it has told otherwise.
    pub(crate) fn settle_unasked(self) -> Authorized<P> {
        if let Some(entrance) = self.entrance {
            entrance.enter(&self.token);
        }
        Authorized { token: self.token, claims: self.claims, policy: self.policy }
    }
}

impl<P> fmt::Debug for Candidate<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Candidate").field(&self.token).finish()
    }
}

/// Proof that a live token may do what the policy `P` guards.
pub struct Authorized<P> {
    token: Token,
    claims: Option<Arc<dyn Any + Send + Sync>>,
    policy: PhantomData<fn() -> P>,
}

impl<P> Authorized<P> {
    pub(crate) fn token(&self) -> &Token {
        &self.token
    }

    pub(crate) fn into_parts(self) -> (Token, Option<Arc<dyn Any + Send + Sync>>) {
        (self.token, self.claims)
    }
}

impl<P> fmt::Debug for Authorized<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Authorized").field(&self.token).finish()
    }
}

/// The claims as the policy reads them, if they allow what it guards.
fn check<C: ClaimsOf>(
    token: &Token,
    spec: &PolicySpec,
    now: Timestamp,
    requirement: impl FnOnce(&C::Set, &Token) -> bool,
) -> Result<C::Held, Rejection> {
    check_kind(token, spec)?;
    check_fresh(token, spec.freshness, now)?;
    let claims = C::read(token).map_err(Rejection::BadClaims)?;
    check_scopes(token, spec.scopes)?;
    if spec.has_requirement && !requirement(&claims, token) {
        return Err(Rejection::RequirementFailed);
    }
    Ok(claims)
}

fn check_kind(token: &Token, spec: &PolicySpec) -> Result<(), Rejection> {
    if spec.kind.admits(token.kind()) {
        return Ok(());
    }
    Err(Rejection::WrongKind { expected: spec.kind, given: token.kind().clone() })
}

fn check_fresh(token: &Token, demand: Freshness, now: Timestamp) -> Result<(), Rejection> {
    let (fresh, max_age) = match demand {
        Freshness::Any => return Ok(()),
        Freshness::Fresh => (token.is_fresh(), None),
        // A fresh token is minted by the login, so its `iat` is the login's time.
        Freshness::Within(age) => {
            let recent = token.issued().is_some_and(|at| now.since(at) <= age);
            (token.is_fresh() && recent, Some(age))
        }
    };
    if fresh { Ok(()) } else { Err(Rejection::NotFresh { max_age }) }
}

fn check_scopes(token: &Token, demand: Scopes) -> Result<(), Rejection> {
    let (Scopes::All(wanted) | Scopes::Any(wanted)) = demand else { return Ok(()) };
    let granted = token.granted_scopes().map_err(Rejection::BadPayload)?;
    let covered = |scope: &&'static str| claims::covers(granted, scope);
    let holds = match demand {
        Scopes::Any(_) => wanted.iter().any(covered),
        Scopes::All(_) | Scopes::None => wanted.iter().all(covered),
    };
    if holds { Ok(()) } else { Err(Rejection::ScopeMissing { scopes: wanted }) }
}
