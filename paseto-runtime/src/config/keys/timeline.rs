//! Keys that make tokens, each at its time.

use crate::codec::{LocalKey, SigningKey};
use crate::config::document::Entry;
use crate::config::error::Problem;
use crate::key::{Identified, KeyId};
use crate::time::Timestamp;

/// The keys of one purpose that make tokens, each from its instant on; all of one source.
#[derive(Debug, Clone)]
pub(crate) struct Timeline<K> {
    /// Which of `keys.active` they come from.
    pub(crate) place: usize,
    keys: Vec<(Option<Timestamp>, K)>,
    /// Those that others have followed already, by the clock of whoever wrote that.
    retiring: Vec<(Option<Timestamp>, K)>,
}

impl<K> Timeline<K> {
    /// The one that has begun last. No source and no timer has a say in it. Where the next one
    /// begins later by our clock, the one before it goes on.
    pub(crate) fn at(&self, now: Timestamp) -> Option<&K> {
        let waits = || self.keys.iter().any(|(from, _)| from.is_some_and(|from| from > now));
        last(&self.keys, now).or_else(|| last(&self.retiring, now).filter(|_| waits()))
    }
}

fn last<K>(keys: &[(Option<Timestamp>, K)], now: Timestamp) -> Option<&K> {
    let begun = keys.iter().filter(|(from, _)| from.is_none_or(|from| from <= now));
    begun.max_by_key(|(from, _)| *from).map(|(_, key)| key)
}

impl<K: Identified + Clone> Timeline<K> {
    fn without(&self, gone: &[KeyId]) -> Self {
        let left = |keys: &[(Option<Timestamp>, K)]| {
            keys.iter().filter(|(_, key)| !gone.contains(key.id())).cloned().collect()
        };
        Self { place: self.place, keys: left(&self.keys), retiring: left(&self.retiring) }
    }
}

/// The keys that make tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct SealingKeys {
    pub(crate) local: Option<Timeline<LocalKey>>,
    pub(crate) public: Option<Timeline<SigningKey>>,
}

impl SealingKeys {
    /// The same keys without these.
    pub(crate) fn without(&self, gone: &[KeyId]) -> Self {
        Self {
            local: self.local.as_ref().map(|line| line.without(gone)),
            public: self.public.as_ref().map(|line| line.without(gone)),
        }
    }
}

pub(super) fn has_begun<K>(timeline: Option<&Timeline<K>>, now: Timestamp) -> bool {
    timeline.is_some_and(|timeline| timeline.at(now).is_some())
}

/// Adds a key that makes tokens at its time.
pub(super) fn enter<K: Clone>(
    timeline: &mut Option<Timeline<K>>,
    place: usize,
    entry: &Entry,
    key: &K,
) -> Result<(), Problem> {
    if !entry.may_seal() {
        return Ok(());
    }
    let timeline =
        timeline.get_or_insert_with(|| Timeline { place, keys: Vec::new(), retiring: Vec::new() });
    if timeline.place != place {
        let why = "two active keys for one purpose; put one in `keys.accept`";
        return Err(Problem::Contradiction(why));
    }
    timeline.keys.push((entry.from, key.clone()));
    Ok(())
}

/// Adds a key that others have followed already, to the keys of its source.
pub(super) fn retire<K: Clone>(
    timeline: Option<&mut Timeline<K>>,
    place: usize,
    entry: &Entry,
    key: &K,
) {
    if let Some(timeline) = timeline.filter(|timeline| timeline.place == place) {
        timeline.retiring.push((entry.from, key.clone()));
    }
}
