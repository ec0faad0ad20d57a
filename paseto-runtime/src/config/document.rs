//! A key document: several keys of one source, each with its state.

pub(in crate::config) mod read;
mod write;

pub(crate) use write::write;

use crate::codec::Key;
use crate::key::{Identified as _, KeyId, KeyState};
use crate::time::Timestamp;

/// One key of a source, or the mere id of a revoked one.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: KeyId,
    /// `None` of a revoked one alone.
    pub(crate) key: Option<Key>,
    pub(crate) state: KeyState,
    /// Since when it makes tokens; `None` is ever since.
    pub(crate) from: Option<Timestamp>,
    /// Until when its tokens are accepted; `None` is for ever.
    pub(crate) until: Option<Timestamp>,
    /// Its source does not hold it any more; this process still does.
    pub(crate) is_remembered: bool,
    /// What else it is called, where it comes from.
    pub(crate) alias: Option<String>,
}

impl Entry {
    /// Of a source that says no more than the key.
    pub(crate) fn plain(key: Key) -> Self {
        Self {
            id: key.id().clone(),
            key: Some(key),
            state: KeyState::Active,
            from: None,
            until: None,
            is_remembered: false,
            alias: None,
        }
    }

    pub(crate) fn revoked(id: KeyId) -> Self {
        Self {
            id,
            key: None,
            state: KeyState::Revoked,
            from: None,
            until: None,
            is_remembered: false,
            alias: None,
        }
    }

    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    pub(crate) const fn may_seal(&self) -> bool {
        matches!(self.state, KeyState::Pending | KeyState::Active)
            && matches!(self.key, Some(Key::Local(_) | Key::Signing(_)))
    }

    pub(crate) fn has_begun(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now)
    }
}

/// What is wrong with a key document. Counts entries from one, and never says what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// No JSON, or not of the form of a key document.
    #[error("not a key document, at line {line}, column {column}")]
    Form {
        /// Counted from one.
        line: usize,
        /// Counted from one.
        column: usize,
    },
    /// No key, or the key of an entry is none, or one that must not be used.
    #[error("entry {entry}: {cause}")]
    Key {
        /// Which.
        entry: usize,
        /// In what way.
        cause: crate::codec::KeyError,
    },
    /// An entry breaks a rule.
    #[error("entry {entry}: {rule}")]
    Entry {
        /// Which.
        entry: usize,
        /// In our words.
        rule: &'static str,
    },
}
