//! A key that is never accepted again.

use serde::Serialize;

use super::change::Draft;
use super::error::RotateError;
use super::plan::Place;
use super::refresh::Keeping;
use super::rotate::{Life, make, tidy};
use super::slot::Slot;
use crate::codec::Key;
use crate::config::Entry;
use crate::key::{Identified as _, KeyId, KeyState};
use crate::time::Timestamp;

/// A key that is never accepted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyRevocation {
    /// Which.
    pub id: KeyId,
    /// The key that makes tokens from now on, if the revoked one did.
    pub successor: Option<KeyId>,
}

impl Keeping {
    pub(super) async fn revoke(
        &mut self,
        profile: &str,
        id: &KeyId,
    ) -> Result<KeyRevocation, RotateError> {
        let tenant = self.tenant(profile)?;
        let n = self.slot_of(tenant, id).await?;
        let life = self.slot(n)?.life();
        let spare = self.makes_tokens(n).then(|| make(id.purpose())).transpose()?;
        let revocation =
            self.change(n, |entries, now| strike(entries, id, spare.as_ref(), now, life)).await?;
        // It is written, and no longer accepted here, whatever else the keys lack.
        self.settle();
        Ok(revocation)
    }

    /// Which of the profile's sources holds the key. Who revokes does not wait for the others.
    async fn slot_of(&mut self, tenant: usize, id: &KeyId) -> Result<usize, RotateError> {
        let own = self.tenants.get(tenant).ok_or(RotateError::NoProfile)?.places.clone();
        let own: Vec<usize> = own.slots().collect();
        let is_held = self.slots_with(id).any(|n| own.contains(&n));
        if !is_held {
            let start = Some(tokio::time::Instant::now());
            self.read(|n, slot| slot.is_alive() && own.contains(&n), start).await;
        }
        let holders: Vec<usize> = self.slots_with(id).filter(|n| own.contains(n)).collect();
        let tenant = self.tenants.get(tenant).ok_or(RotateError::NoProfile)?;
        let is_known = tenant.live.known.iter().any(|known| known.id == *id);
        let mut refusal = None;
        for n in holders {
            match self.check_revocable(n).await {
                Ok(()) => return Ok(n),
                Err(error) => refusal = refusal.or(Some(error)),
            }
        }
        let nowhere = || match is_known {
            true => RotateError::NotStored("the configuration"),
            false => RotateError::UnknownKey(id.clone()),
        };
        Err(refusal.unwrap_or_else(nowhere))
    }

    /// As they were read last.
    fn slots_with(&self, id: &KeyId) -> impl Iterator<Item = usize> {
        let holds = |slot: &Slot| {
            slot.held.as_ref().is_some_and(|held| held.entries.iter().any(|entry| entry.id == *id))
        };
        let slots = self.plan.slots.iter().enumerate().filter(move |(_, slot)| holds(slot));
        slots.map(|(n, _)| n)
    }

    async fn check_revocable(&self, n: usize) -> Result<(), RotateError> {
        if !self.slot(n)?.is_alive() {
            return Err(RotateError::NotStored("a variable"));
        }
        self.check_writable(n).await.map(drop)
    }

    pub(super) fn makes_tokens(&self, n: usize) -> bool {
        let is_it = |place: &Place| matches!(place, Place::Slot(slot) if *slot == n);
        self.tenants.iter().any(|tenant| tenant.places.active.iter().any(is_it))
    }
}

/// `spare` is for the case that no other key is there to make tokens.
fn strike(
    entries: &[Entry],
    id: &KeyId,
    spare: Option<&Key>,
    now: Timestamp,
    life: Life,
) -> Result<Draft<KeyRevocation>, RotateError> {
    let unknown = || RotateError::UnknownKey(id.clone());
    if entries.iter().any(|entry| entry.id == *id && entry.key.is_none()) {
        return Ok(Draft::Done(KeyRevocation { id: id.clone(), successor: None }));
    }
    let mut entries = tidy(entries, now, life);
    let struck = entries.iter_mut().find(|entry| entry.id == *id).ok_or_else(unknown)?;
    let was_active = struck.state == KeyState::Active && struck.may_seal();
    // Once its tokens have died there is nothing left to revoke.
    *struck = Entry { until: life.end(now), ..Entry::revoked(id.clone()) };
    let spare = spare.filter(|_| was_active);
    let successor = spare.map(|spare| promote(&mut entries, spare));
    let revocation = KeyRevocation { id: id.clone(), successor };
    Ok(Draft::Urgent(tidy(&entries, now, life), revocation))
}

/// There is no time to wait: who has not read the new key yet will refuse its tokens until then.
/// Nor may it wait for a clock that is behind ours.
pub(super) fn promote(entries: &mut Vec<Entry>, spare: &Key) -> KeyId {
    let purpose = spare.id().purpose();
    let waits = |entry: &&mut Entry| {
        entry.state == KeyState::Pending && entry.may_seal() && entry.id.purpose() == purpose
    };
    let active = |entry: Entry| Entry { state: KeyState::Active, from: None, ..entry };
    match entries.iter_mut().find(waits) {
        Some(next) => {
            *next = active(next.clone());
            next.id.clone()
        }
        None => {
            entries.push(active(Entry::plain(spare.clone())));
            spare.id().clone()
        }
    }
}
