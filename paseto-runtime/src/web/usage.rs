//! Using up a token that may be used once.

use super::in_time::{at_once, in_time};
use crate::error::Rejection;
use crate::issue::{Successor, random_id};
use crate::kind::TokenKind;
use crate::policy::{PolicySpec, Uses};
use crate::profile::Profile;
use crate::revocation::{Consumed, Consumption, FamilyRecord, Grace, Standing, StoreError};
use crate::telemetry::Operation;
use crate::time::Timestamp;
use crate::token::Token;

/// All that a store is asked about one token.
pub(super) struct Question {
    usage: Option<Box<Usage>>,
}

/// A use that is still to be put to the store.
pub(super) struct Usage {
    consumption: Consumption,
    successor: Option<Successor>,
    policy: &'static str,
}

/// What the store has said.
pub(super) enum Told {
    Standing(Standing),
    /// A token that stood as revoked was put to it as used, to learn which of the two it is.
    Consumed(Consumed),
}

impl Question {
    /// `None` where the store's word is not wanted.
    pub(super) fn about(
        token: &Token,
        spec: &'static PolicySpec,
        profile: &Profile,
    ) -> Result<Option<Self>, Rejection> {
        let usage = Usage::of(token, spec, profile)?;
        let asks = usage.is_some() || profile.asks_about(token, spec);
        Ok(asks.then_some(Self { usage }))
    }

    pub(super) fn now(&self, token: &Token, profile: &Profile) -> Option<Result<Told, StoreError>> {
        let told = at_once(profile, Operation::Check, || standing_now(token, profile));
        let standing = match told? {
            Ok(standing) => standing,
            Err(error) => return Some(Err(error)),
        };
        match (standing, &self.usage) {
            (Standing::Revoked, Some(usage)) => Some(usage.now(profile)?.map(Told::Consumed)),
            (Standing::Live | Standing::Revoked, _) => Some(Ok(Told::Standing(standing))),
        }
    }

    pub(super) async fn put(&self, token: &Token, profile: &Profile) -> Result<Told, StoreError> {
        let query = profile.query(token);
        let standing = in_time(profile, Operation::Check, profile.store.check(&query)).await?;
        match (standing, &self.usage) {
            (Standing::Revoked, Some(usage)) => usage.put(profile).await.map(Told::Consumed),
            (Standing::Live | Standing::Revoked, _) => Ok(Told::Standing(standing)),
        }
    }

    pub(super) fn into_usage(self) -> Option<Box<Usage>> {
        self.usage
    }
}

/// Where nothing is revoked, the token need not be named.
fn standing_now(token: &Token, profile: &Profile) -> Option<Result<Standing, StoreError>> {
    if *token.kind() != TokenKind::Refresh && profile.store.revokes_nothing() {
        return Some(Ok(Standing::Live));
    }
    profile.store.check_now(&profile.query(token))
}

impl Usage {
    fn of(
        token: &Token,
        spec: &'static PolicySpec,
        profile: &Profile,
    ) -> Result<Option<Box<Self>>, Rejection> {
        let (successor, family) = match spec.uses {
            Uses::Many => return Ok(None),
            Uses::Once => (None, None),
            Uses::Rotation => (Some(successor(token, profile)?), Some(record(token, profile)?)),
        };
        let query = profile.query(token);
        let consumption = Consumption {
            jti: token.jti().to_owned(),
            subject: token.subject().store_key(),
            issued_at: query.issued_at,
            keep_until: profile.keep_use_until(token),
            renews: query.renews,
            grace: successor.as_ref().and_then(|successor| grace(successor, profile)),
            family,
        };
        Ok(Some(Box::new(Self { consumption, successor, policy: spec.site.name })))
    }

    pub(super) fn now(&self, profile: &Profile) -> Option<Result<Consumed, StoreError>> {
        at_once(profile, Operation::Consume, || profile.store.consume_now(&self.consumption))
    }

    pub(super) async fn put(&self, profile: &Profile) -> Result<Consumed, StoreError> {
        in_time(profile, Operation::Consume, profile.store.consume(&self.consumption)).await
    }

    /// Whom the token leaves behind, if it may be used.
    pub(super) fn settle(self, consumed: Consumed) -> Result<Option<Successor>, Rejection> {
        match consumed {
            Consumed::First => Ok(self.successor),
            Consumed::Repeated { successor: jti, at } => Ok(Some(Successor { jti, at })),
            Consumed::Revoked => Err(Rejection::Revoked),
            Consumed::Again => {
                self.report();
                Err(Rejection::Reused)
            }
        }
    }

    /// RFC 9700 §4.14: of the two who hold the token one is a thief, and nobody knows which.
    fn report(&self) {
        let policy = self.policy;
        match &self.consumption.family {
            Some(FamilyRecord { family, .. }) => tracing::warn!(
                target: "paseto", policy, family, "a used token came back: its family is revoked"
            ),
            None => tracing::warn!(target: "paseto", policy, "a used token came back"),
        }
    }
}

fn successor(token: &Token, profile: &Profile) -> Result<Successor, Rejection> {
    let jti = random_id().map_err(|error| Rejection::StoreUnavailable(Box::new(error)))?;
    Ok(Successor { jti, at: later_than(token.issued(), profile.clock().now()) })
}

/// Later than the token that it follows, also by the clock of another machine, and as `iat` can say
/// it: what was made until then is used up.
fn later_than(token: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let first = token.map_or(0, |made| made.to_unix_micros().saturating_add(1));
    Timestamp::from_unix_micros(now.to_unix_micros().max(first)).unwrap_or(now)
}

fn grace(successor: &Successor, profile: &Profile) -> Option<Grace> {
    let grace = profile.settings.family.grace;
    let until = successor.at.checked_add(grace).filter(|until| *until > successor.at)?;
    Some(Grace { successor: successor.jti.clone(), at: successor.at, until })
}

fn record(token: &Token, profile: &Profile) -> Result<FamilyRecord, Rejection> {
    let family = token.family_or_own().ok_or(Rejection::ClaimMissing { claim: "iat" })?;
    Ok(profile.record(&family, token.subject(), None))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    /// The token may come from a machine whose clock is ahead, or be made in the same microsecond.
    #[test]
    fn what_follows_is_later() {
        let at = |micros| Timestamp::from_unix_micros(micros).unwrap();
        for (token, now, successor) in
            [(None, 7, 7), (Some(5), 7, 7), (Some(7), 7, 8), (Some(90), 7, 91)]
        {
            assert_eq!(later_than(token.map(at), at(now)), at(successor));
        }
    }
}
