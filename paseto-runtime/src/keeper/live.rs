//! The keys of a profile as they are at one time, never changed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::freshness::Freshness;
use crate::codec::{LocalKey, SigningKey};
use crate::config::{Known, ProfileKeys, SealingKeys, Settings};
use crate::key::{Identified as _, KeyId, KeyState};
use crate::kind::Purpose;
use crate::time::Timestamp;
use crate::token::KeySet;

/// The keys of a profile, and where they stand in time. Replaced whole.
pub(crate) struct LiveKeys {
    pub(crate) set: KeySet,
    pub(crate) sealing: SealingKeys,
    pub(super) known: Vec<Known>,
    /// Another one whenever any key has come, gone or changed.
    pub(super) generation: u64,
    pub(super) watch: Watch,
}

/// How old the keys may get, by the sources that they come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    /// As `keys.active` is in order; `None` never gets old.
    pub(super) active: Vec<Option<Arc<Freshness>>>,
    pub(super) accept: Vec<Option<Arc<Freshness>>>,
    /// For how long tokens are made.
    pub(super) max_stale: Option<Duration>,
    /// For how long an unknown key is a wrong one.
    pub(super) max_certain: Option<Duration>,
}

impl Watch {
    /// Of the active source of this number.
    fn is_stale(&self, place: usize, now: Timestamp) -> bool {
        let source = self.active.get(place).and_then(Option::as_ref);
        source.zip(self.max_stale).is_some_and(|(source, most)| source.age(now) > most)
    }

    /// Of any source.
    fn is_doubtful(&self, now: Timestamp) -> bool {
        self.max_certain.is_some_and(|most| self.oldest(now).is_some_and(|age| age > most))
    }

    /// How long ago the source was read that has waited longest.
    pub(super) fn oldest(&self, now: Timestamp) -> Option<Duration> {
        self.active.iter().chain(&self.accept).flatten().map(|source| source.age(now)).max()
    }
}

impl LiveKeys {
    pub(super) fn new(keys: ProfileKeys, generation: u64, watch: Watch) -> Self {
        let ProfileKeys { set, sealing, known } = keys;
        Self { set, sealing, known, generation, watch }
    }

    /// Keys that never change and never get old.
    pub(crate) fn fixed(keys: ProfileKeys) -> Self {
        Self::new(keys, 1, Watch::default())
    }

    /// Whether a key that we do not know may well be a good one: some source has not been read for
    /// so long that a new key of it may make tokens elsewhere.
    pub(crate) fn are_doubtful(&self, now: Timestamp) -> bool {
        self.watch.is_doubtful(now)
    }

    /// Whether any of the keys that make tokens must not do so.
    pub(super) fn are_stale(&self, now: Timestamp) -> bool {
        let local = self.sealing.local.as_ref().map(|line| line.place);
        let public = self.sealing.public.as_ref().map(|line| line.place);
        local.into_iter().chain(public).any(|place| self.watch.is_stale(place, now))
    }

    /// The key that makes local tokens; `Err` if it may have been revoked or replaced long ago.
    pub(crate) fn local(&self, now: Timestamp) -> Result<Option<&LocalKey>, Stale> {
        let Some(line) = &self.sealing.local else { return Ok(None) };
        self.check(line.place, now).map(|()| line.at(now))
    }

    /// The key that makes public tokens; `Err` as with [`local`](Self::local).
    pub(crate) fn public(&self, now: Timestamp) -> Result<Option<&SigningKey>, Stale> {
        let Some(line) = &self.sealing.public else { return Ok(None) };
        self.check(line.place, now).map(|()| line.at(now))
    }

    fn check(&self, place: usize, now: Timestamp) -> Result<(), Stale> {
        if self.watch.is_stale(place, now) { Err(Stale) } else { Ok(()) }
    }

    pub(crate) fn knows(&self, id: &KeyId) -> bool {
        self.known.iter().any(|known| known.id == *id)
    }

    pub(super) fn shares_key_with(&self, other: &Self) -> bool {
        self.set.shares_key_with(&other.set)
    }

    /// Whether a key that it shares with the other one is new to it, these having been its keys.
    pub(super) fn brings_key_of(&self, other: &Self, before: &Self) -> bool {
        self.set.shared_with(&other.set).any(|id| !before.set.holds(id))
    }

    /// The same keys without those that have been revoked or have ended; `None` if that changes
    /// nothing.
    pub(super) fn without(&self, gone: &Gone) -> Option<Self> {
        let is_good = |known: &&Known| known.state != KeyState::Revoked;
        let dead: Vec<_> =
            self.known.iter().filter(is_good).map(|known| known.id.clone()).collect();
        let dead: Vec<_> = dead.into_iter().filter(|id| gone.names(id)).collect();
        if dead.is_empty() {
            return None;
        }
        let keep = |known: &&Known| !gone.ended.contains(&known.id);
        let revoke = |known: &Known| match gone.revoked.contains(&known.id) {
            true => Known::revoked(known.id.clone()),
            false => known.clone(),
        };
        Some(Self {
            set: self.set.without(&dead),
            sealing: self.sealing.without(&dead),
            known: self.known.iter().filter(keep).map(revoke).collect(),
            generation: self.generation + 1,
            watch: self.watch.clone(),
        })
    }

    /// What a key is good for now; the document may have been written long ago.
    pub(super) fn state(&self, known: &Known, now: Timestamp) -> KeyState {
        let has_begun = known.from.is_none_or(|from| from <= now);
        if known.state == KeyState::Pending && has_begun && !known.seals {
            return KeyState::Active;
        }
        if known.state == KeyState::Revoked || !known.seals {
            return known.state;
        }
        let sealing = self.sealing_id(known, now);
        if !has_begun {
            KeyState::Pending
        } else if sealing == Some(&known.id) {
            KeyState::Active
        } else {
            KeyState::Retiring
        }
    }

    fn sealing_id(&self, known: &Known, now: Timestamp) -> Option<&KeyId> {
        match known.id.purpose() {
            Purpose::Local => self.sealing.local.as_ref()?.at(now).map(LocalKey::id),
            Purpose::Public => self.sealing.public.as_ref()?.at(now).map(SigningKey::id),
        }
    }
}

/// A key whose source has not been read for too long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stale;

/// Keys that must not be accepted any longer.
#[derive(Debug, Default)]
pub(super) struct Gone {
    pub(super) revoked: Vec<KeyId>,
    pub(super) ended: Vec<KeyId>,
}

impl Gone {
    fn names(&self, id: &KeyId) -> bool {
        self.revoked.contains(id) || self.ended.contains(id)
    }
}

/// For how long an unknown key is a wrong one: before that, nobody makes tokens with a key that
/// came after our last look.
pub(super) fn max_certain(settings: &Settings) -> Option<Duration> {
    let certain = settings.keys.pending.max(settings.keys.refresh?.saturating_mul(2));
    Some(settings.keys.max_stale.map_or(certain, |most| most.min(certain)))
}

/// How old the keys of this profile may get.
pub(super) fn max_stale(settings: &Settings) -> Option<Duration> {
    settings.keys.refresh.and(settings.keys.max_stale)
}

impl fmt::Debug for LiveKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKeys")
            .field("set", &self.set)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}
