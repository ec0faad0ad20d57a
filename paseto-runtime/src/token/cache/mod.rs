//! Tokens that were let in before: what was authenticated and read of them, and no decision.
//!
//! What makes a text authentic is all in its tag: the text itself, what it must be bound to, how
//! this route reads it, and the keys as they were. Whoever changes any of it asks for another tag.

mod tag;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};

use self::tag::{Tag, TagHasher, TagKey};
use super::contents::Contents;
use super::{BearerToken, Limits, ReadToken, Token};

/// More than a token takes: the tables begin with room for fewer than there can be, and double once.
const TYPICAL: usize = 1_024;

/// What an entry takes in the tables.
const SLOT: usize = 64;

/// So much for those that have come again since they were evicted, or before they could be. The rest
/// is where a flood of tokens that come once goes round.
const HOT: f64 = 0.8;

/// So many tags of those that were evicted are known, as a share of all: who comes often gets in
/// also after a flood has filled everything.
const GHOSTS: f64 = 0.5;

/// The tokens of one profile that were let in before; all workers share it.
pub(crate) struct TokenCache(Option<Arc<Shelf>>);

struct Shelf {
    key: TagKey,
    /// Of the keys that opened what is here.
    generation: AtomicU64,
    entries: Cache<Tag, Contents, Weight, TagHasher>,
}

/// A text on its way in, and the tag that it has.
pub(crate) struct Lookup<'c> {
    shelf: &'c Arc<Shelf>,
    tag: Tag,
    generation: u64,
}

/// Where a token is remembered once it is let in.
pub(crate) struct Entrance {
    shelf: Arc<Shelf>,
    tag: Tag,
    generation: u64,
}

impl TokenCache {
    /// At most this many bytes; 0 remembers nothing.
    pub(crate) fn new(capacity: usize) -> Self {
        Self(Shelf::new(capacity).map(Arc::new))
    }

    /// `None` where nothing is remembered, or where the text is refused without a look at it.
    pub(crate) fn look_up(
        &self,
        bearer: &BearerToken<'_>,
        assertion: &[u8],
        limits: &Limits<'_>,
        generation: u64,
    ) -> Option<Lookup<'_>> {
        let shelf = self.0.as_ref().filter(|_| limits.may_admit(bearer.unchecked()))?;
        shelf.keep_up_with(generation);
        let tag = shelf.key.tag(bearer.unchecked(), assertion, limits, generation)?;
        Some(Lookup { shelf, tag, generation })
    }
}

impl Lookup<'_> {
    /// What was read of this text when it was let in. It had good characters then.
    pub(crate) fn recall(&self, bearer: &BearerToken<'_>) -> Option<ReadToken> {
        let contents = self.shelf.entries.get(&self.tag)?;
        Some(ReadToken::again(contents, bearer.spot().clone()))
    }

    pub(crate) fn entrance(self) -> Entrance {
        let Self { shelf, tag, generation } = self;
        Entrance { shelf: Arc::clone(shelf), tag, generation }
    }
}

impl Entrance {
    /// Only what has passed everything comes here, the store included: a forgery leaves no trace.
    pub(super) fn enter(self, token: &Token) {
        if self.shelf.generation.load(Ordering::Acquire) == self.generation {
            self.shelf.entries.insert(self.tag, token.contents.clone());
        }
    }
}

impl Shelf {
    fn new(capacity: usize) -> Option<Self> {
        let options = OptionsBuilder::new()
            .weight_capacity(u64::try_from(capacity).ok().filter(|bytes| *bytes > 0)?)
            .estimated_items_capacity(capacity / TYPICAL)
            .ghost_allocation(GHOSTS)
            .hot_allocation(HOT)
            .build()
            .ok()?;
        let hasher = TagHasher::default();
        let entries = Cache::with_options(options, Weight, hasher, DefaultLifecycle::default());
        Some(Self { key: TagKey::random()?, generation: AtomicU64::new(0), entries })
    }

    /// Under other keys nothing of it is found any more; this gives the memory back.
    fn keep_up_with(&self, generation: u64) {
        if self.generation.load(Ordering::Acquire) < generation
            && self.generation.fetch_max(generation, Ordering::AcqRel) < generation
        {
            self.entries.clear();
        }
    }
}

/// Bytes of memory.
#[derive(Debug, Clone, Copy)]
struct Weight;

impl Weighter<Tag, Contents> for Weight {
    fn weight(&self, _: &Tag, contents: &Contents) -> u64 {
        u64::try_from(contents.size().saturating_add(SLOT)).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.as_ref().map(|shelf| shelf.entries.len());
        f.debug_struct("TokenCache").field("entries", &entries).finish()
    }
}
