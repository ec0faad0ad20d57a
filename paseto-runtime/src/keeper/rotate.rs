//! A new key in the place of the one that makes tokens.

use std::time::Duration;

use serde::Serialize;

use super::change::Draft;
use super::error::RotateError;
use super::plan::Place;
use super::refresh::Keeping;
use super::slot::Slot;
use crate::codec::{Key, LocalKey, SigningKey};
use crate::config::Entry;
use crate::key::{Identified as _, KeyId, KeyState};
use crate::kind::Purpose;
use crate::time::Timestamp;

/// As many as a configuration may accept beside the active one.
const MOST_ACCEPTED: usize = 16;

/// Clocks that differ by so much are wrong.
const FURTHEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A key that follows another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rotation {
    /// The new key.
    pub id: KeyId,
    /// When it begins to make tokens.
    pub from: Timestamp,
    /// The key that it follows.
    pub retires: Option<KeyId>,
    /// Until when tokens of the old key are accepted; `None` is for ever.
    pub until: Option<Timestamp>,
}

impl Keeping {
    /// `seen` is the key that the caller wants replaced. If another process has done that already,
    /// its new key is the answer.
    pub(super) async fn rotate(
        &mut self,
        profile: &str,
        seen: Option<&KeyId>,
    ) -> Result<Rotation, RotateError> {
        let tenant = self.tenant(profile)?;
        let (n, purpose) = self.issuing_slot(tenant)?;
        let life = self.slot(n)?.life();
        let new = make(purpose)?;
        let slot = self.slot(n)?;
        let full = RotateError::TooMany { backend: slot.scheme, path: slot.path.to_string() };
        let mut full = Some(full);
        let done = self.change(n, |entries, now| {
            let draft = roll(entries, &new, seen, now, life);
            draft.map_or_else(|| Err(full.take().unwrap_or(RotateError::Contended)), Ok)
        });
        let rotation = done.await?;
        self.settle_for(tenant)?;
        Ok(rotation)
    }

    pub(super) fn tenant(&self, profile: &str) -> Result<usize, RotateError> {
        let at = self.tenants.iter().position(|tenant| tenant.tenancy.name == profile);
        at.ok_or(RotateError::NoProfile)
    }

    pub(super) fn settle_for(&mut self, tenant: usize) -> Result<(), RotateError> {
        let refusal = self.settle().into_iter().find(|(n, _)| *n == tenant);
        refusal.map_or(Ok(()), |(_, problem)| Err(RotateError::Refused(problem)))
    }

    /// Where the key stands that makes this profile's tokens.
    fn issuing_slot(&self, tenant: usize) -> Result<(usize, Purpose), RotateError> {
        let tenant = self.tenants.get(tenant).ok_or(RotateError::NoProfile)?;
        let purpose = tenant.tenancy.settings.issue;
        let sealing = &tenant.live.sealing;
        let place = match purpose {
            Purpose::Local => sealing.local.as_ref().map(|line| line.place),
            Purpose::Public => sealing.public.as_ref().map(|line| line.place),
        };
        match tenant.places.active.get(place.ok_or(RotateError::NoKey)?) {
            Some(Place::Slot(n)) if self.slot(*n)?.is_alive() => Ok((*n, purpose)),
            Some(Place::Slot(_)) => Err(RotateError::NotStored("a variable")),
            Some(Place::Fixed(..)) => Err(RotateError::NotStored("the configuration")),
            None => Err(RotateError::NoKey),
        }
    }
}

/// How long a key waits, and how long it is kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Life {
    pub(super) pending: Duration,
    pub(super) keep: Option<Duration>,
    /// How much of that is for processes that learn of it late.
    pub(super) slack: Duration,
    /// How long a line is missed that its document lacks.
    pub(super) grace: Duration,
}

impl Life {
    /// When a key begins that is made now, as exactly as a document can say it.
    fn begin(self, now: Timestamp) -> Timestamp {
        let from = now.checked_add(self.pending).unwrap_or(now);
        Timestamp::from_unix_micros(from.to_unix_micros()).unwrap_or(from)
    }

    /// Whether a key waits so long that the clock of whoever made it cannot have been right.
    fn is_too_far(self, next: &Entry, now: Timestamp) -> bool {
        let most = self.pending.saturating_mul(2).max(FURTHEST);
        let most = now.checked_add(most);
        next.from.zip(most).is_some_and(|(from, most)| from > most)
    }

    /// When tokens of a key end that another one follows at `from`.
    pub(super) fn end(self, from: Timestamp) -> Option<Timestamp> {
        from.checked_add(self.keep?)
    }
}

impl Slot {
    pub(super) fn life(&self) -> Life {
        Life { pending: self.pending, keep: self.keep, slack: self.slack, grace: self.grace() }
    }
}

pub(super) fn make(purpose: Purpose) -> Result<Key, RotateError> {
    match purpose {
        Purpose::Local => LocalKey::generate().map(Key::Local),
        Purpose::Public => SigningKey::generate().map(Key::Signing),
    }
    .map_err(|_| RotateError::NoRandomness)
}

/// `None` if there are too many keys already.
fn roll(
    entries: &[Entry],
    new: &Key,
    seen: Option<&KeyId>,
    now: Timestamp,
    life: Life,
) -> Option<Draft<Rotation>> {
    let purpose = new.id().purpose();
    // Only this process knows what a plain key followed; the others are told.
    let is_told = !entries.iter().any(|entry| entry.is_remembered && entry.key.is_some());
    let mut entries = tidy(entries, now, life);
    let is_ours = |entry: &&Entry| entry.id.purpose() == purpose && entry.may_seal();
    let current = entries.iter().filter(is_ours).find(|entry| entry.state == KeyState::Active);
    let next = entries.iter().filter(is_ours).find(|entry| entry.state == KeyState::Pending);
    if let Some(next) = next.filter(|next| life.is_too_far(next, now)).map(|next| next.id.clone()) {
        return Some(bring_near(entries, &next, now, life));
    }
    if let Some(next) = next {
        let rotation = rotation(next, current, now);
        return Some(if is_told { Draft::Done(rotation) } else { Draft::Write(entries, rotation) });
    }
    if let Some(current) = current.filter(|current| seen.is_some_and(|seen| *seen != current.id)) {
        let old = entries.iter().find(|entry| Some(&entry.id) == seen);
        return Some(Draft::Done(rotation(current, old, now)));
    }
    let from = life.begin(now);
    if let Some(current) = entries.iter_mut().find(|entry| is_ours(&&**entry)) {
        current.until = life.end(from);
    }
    let new = Entry { state: KeyState::Pending, from: Some(from), ..Entry::plain(new.clone()) };
    let old = entries.iter().rfind(is_ours).map(|entry| (entry.id.clone(), entry.until));
    let (retires, until) = old.map_or((None, None), |(id, until)| (Some(id), until));
    let made = Rotation { id: new.id.clone(), from, retires, until };
    entries.push(new);
    let held = |entry: &&Entry| entry.id.purpose() == purpose && entry.key.is_some();
    let fits = entries.iter().filter(held).count() <= MOST_ACCEPTED + 1;
    fits.then(|| Draft::Write(tidy(&entries, now, life), made))
}

/// The key is there already; only its turn is out of reach.
fn bring_near(
    mut entries: Vec<Entry>,
    next: &KeyId,
    now: Timestamp,
    life: Life,
) -> Draft<Rotation> {
    let begin = life.begin(now);
    let found = entries.iter_mut().find(|entry| entry.id == *next);
    found.into_iter().for_each(|next| next.from = Some(begin));
    let entries = tidy(&entries, now, life);
    let is_before = |entry: &&Entry| {
        entry.state == KeyState::Active && entry.id.purpose() == next.purpose() && entry.may_seal()
    };
    let before = entries.iter().find(is_before);
    let made = Rotation {
        id: next.clone(),
        from: begin,
        retires: before.map(|before| before.id.clone()),
        until: before.and_then(|before| before.until),
    };
    Draft::Write(entries, made)
}

fn rotation(new: &Entry, old: Option<&Entry>, now: Timestamp) -> Rotation {
    Rotation {
        id: new.id.clone(),
        from: new.from.unwrap_or(now),
        retires: old.map(|old| old.id.clone()),
        until: old.and_then(|old| old.until),
    }
}

/// Each with the state that it has by now; what has ended is gone.
pub(super) fn tidy(entries: &[Entry], now: Timestamp, life: Life) -> Vec<Entry> {
    let last = |purpose: Purpose| {
        let begun = entries.iter().filter(|entry| entry.may_seal() && entry.has_begun(now));
        begun.filter(|entry| entry.id.purpose() == purpose).max_by_key(|entry| entry.from)
    };
    let follows = |entry: &Entry| {
        let others = entries.iter().filter(|other| {
            other.may_seal() && other.id.purpose() == entry.id.purpose() && other.from > entry.from
        });
        others.map(|other| other.from).min().flatten()
    };
    let settled = entries.iter().cloned().map(|entry| {
        let heir = follows(&entry);
        let is_last = last(entry.id.purpose()).is_some_and(|last| last.id == entry.id);
        let state = match entry.state {
            KeyState::Pending | KeyState::Active if !entry.may_seal() => entry.state,
            KeyState::Pending | KeyState::Active if is_last => KeyState::Active,
            KeyState::Pending | KeyState::Active if entry.has_begun(now) => KeyState::Retiring,
            KeyState::Pending | KeyState::Active => KeyState::Pending,
            state @ (KeyState::Retiring | KeyState::Revoked) => state,
        };
        let until = match (entry.may_seal(), heir) {
            (true, None) => None,
            (true, Some(heir)) => entry.until.or(life.end(heir.max(now))),
            (false, _) => entry.until,
        };
        Entry { state, until, is_remembered: false, ..entry }
    });
    settled.filter(|entry| !entry.is_over(now)).collect()
}
