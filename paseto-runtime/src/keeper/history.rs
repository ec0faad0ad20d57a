//! What a source says now, with what it said before.

use super::rotate::Life;
use super::slot::Held;
use crate::codec::Key;
use crate::config::{Content, Entry};
use crate::key::{KeyId, KeyState};
use crate::kind::Purpose;
use crate::time::Timestamp;

/// As many as a configuration may accept beside the active one.
const MOST_KEPT: usize = 16;

/// A document says everything by itself. A key that was simply replaced by another does not: the
/// new one waits until every process has it, and the old one stays as long as its tokens live.
pub(super) fn absorb(held: Option<&Held>, content: Content, now: Timestamp, life: Life) -> Held {
    match content {
        Content::Plain(entry) => plain(held, entry, now, life),
        Content::Document(entries) => document(held, entries, now, life),
        Content::Published(keys) => {
            let entry = |(key, name)| Entry {
                alias: Some(name),
                state: KeyState::Retiring,
                ..Entry::plain(Key::Verifying(key))
            };
            Held { entries: keys.into_iter().map(entry).collect(), plain: None }
        }
    }
}

fn plain(held: Option<&Held>, entry: Entry, now: Timestamp, life: Life) -> Held {
    let id = entry.id.clone();
    let Some(held) = held else { return Held { entries: [entry].into(), plain: Some(id) } };
    let is_same = held.plain.as_ref() == Some(&id);
    let living = held.entries.iter().filter(|old| !old.is_over(now)).cloned();
    if is_same {
        return Held { entries: living.collect(), plain: Some(id) };
    }
    let from = now.checked_add(life.pending);
    let until = from.zip(life.keep).and_then(|(from, keep)| from.checked_add(keep));
    let returns = held.entries.iter().find(|old| old.id == id && is_sealing(old, held, now));
    let from = if returns.is_some() { returns.and_then(|old| old.from) } else { from };
    let age = |old: Entry| {
        // What is replaced before its turn gets none.
        let is_passed_over = !old.has_begun(now) && old.key.is_some();
        let state = if is_passed_over { KeyState::Retiring } else { old.state };
        if old.key.is_none() {
            return old;
        }
        Entry { state, until: old.until.or(until), is_remembered: true, ..old }
    };
    let mut entries: Vec<Entry> = living.filter(|old| old.id != id).map(age).collect();
    entries.push(Entry { from, ..entry });
    forget_oldest(&mut entries, id.purpose(), now);
    Held { entries: entries.into(), plain: Some(id) }
}

/// More keys would be refused, and so the newest one too. Only what this process remembers by
/// itself goes, and never the key that makes tokens: the last that has begun.
fn forget_oldest(entries: &mut Vec<Entry>, purpose: Purpose, now: Timestamp) {
    let counts = |entry: &Entry| entry.key.is_some() && entry.id.purpose() == purpose;
    while entries.iter().filter(|entry| counts(entry)).count() > MOST_KEPT {
        let begun = entries.iter().filter(|entry| entry.may_seal() && entry.has_begun(now));
        let sealing = begun.max_by_key(|entry| entry.from).map(|entry| entry.id.clone());
        let is_oldest = |entry: &Entry| {
            counts(entry) && entry.is_remembered && sealing.as_ref() != Some(&entry.id)
        };
        let Some(oldest) = entries.iter().position(is_oldest) else { return };
        entries.remove(oldest);
    }
}

fn is_sealing(entry: &Entry, held: &Held, now: Timestamp) -> bool {
    let begun = held.entries.iter().filter(|old| old.may_seal() && old.has_begun(now));
    begun.max_by_key(|old| old.from).is_some_and(|last| last.id == entry.id)
}

/// What only this process remembers goes on being accepted, and makes nothing. A line that was
/// there before may be missing in an older copy alone, so it is not gone at once; what must be, is
/// revoked.
fn document(held: Option<&Held>, mut entries: Vec<Entry>, now: Timestamp, life: Life) -> Held {
    postpone(held, &mut entries, now, life);
    let was_plain = held.is_some_and(|held| held.plain.is_some());
    for old in held.into_iter().flat_map(|held| held.entries.iter()) {
        let is_new = !entries.iter().any(|entry| entry.id == old.id);
        if is_new && old.key.is_some() && !old.is_over(now) {
            let until = if was_plain || old.is_remembered {
                old.until.or_else(|| life.end(now))
            } else {
                old.until.into_iter().chain(now.checked_add(life.grace)).min()
            };
            let state = KeyState::Retiring;
            entries.push(Entry { state, until, is_remembered: true, ..old.clone() });
            forget_oldest(&mut entries, old.id.purpose(), now);
        }
    }
    Held { entries: entries.into(), plain: None }
}

/// A key that should have begun before this process knew of it was written late, or could not be
/// read: others may not know of it yet. It waits as if it had just been made, while the one before
/// it still makes tokens, and no longer than that one is kept for.
fn postpone(held: Option<&Held>, entries: &mut [Entry], now: Timestamp, life: Life) {
    let Some(held) = held.filter(|_| !life.pending.is_zero()) else { return };
    let known = |entry: &Entry| held.entries.iter().find(|old| old.id == entry.id);
    let seals = |entry: &Entry| entry.may_seal() && entry.has_begun(now);
    let old = entries.iter().filter(|entry| seals(entry) && known(entry).is_some());
    let old: Vec<KeyId> = old.map(|entry| entry.id.clone()).collect();
    for entry in entries.iter_mut().filter(|entry| seals(entry)) {
        let is_followed = |id: &KeyId| *id != entry.id && id.purpose() == entry.id.purpose();
        let Some(from) = entry.from.filter(|_| old.iter().any(is_followed)) else { continue };
        let late = now.checked_add(life.pending).min(from.checked_add(life.slack));
        let late = known(entry).map_or(late, |known| known.from);
        entry.from = late.max(Some(from));
    }
}
