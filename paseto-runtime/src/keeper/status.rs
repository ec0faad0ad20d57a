//! How the keys are, for a health check or a person.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::ring::Ring;
use crate::key::{KeyId, KeyState};
use crate::kind::Purpose;
use crate::time::Timestamp;

/// The keys of one profile. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProfileKeyStatus {
    /// The profile.
    pub profile: String,
    /// Counts how often its keys have changed since the start, from one.
    pub generation: u64,
    /// How long ago the source was read with success that has waited longest; `None` if no source
    /// is read again. As JSON: whole seconds.
    #[serde(serialize_with = "seconds")]
    pub age: Option<Duration>,
    /// Whether the source of a key that makes tokens was not read for longer than `keys.max_stale`:
    /// then no tokens are made with it.
    pub is_stale: bool,
    /// Whether any source was not read for so long that it may hold new keys in use elsewhere:
    /// then tokens of unknown keys are answered with 503.
    pub is_doubtful: bool,
    /// What last kept its keys from being read or replaced; `None` if all is well.
    pub trouble: Option<String>,
    /// Its keys.
    pub keys: Vec<KeyStatus>,
}

/// One key of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyStatus {
    /// Its id.
    pub id: KeyId,
    /// For which tokens. As JSON: `v4.local` or `v4.public`.
    #[serde(serialize_with = "text")]
    pub purpose: Purpose,
    /// What it is good for now.
    pub state: KeyState,
    /// Since when, or from when on, it makes tokens; `None` is ever since.
    pub from: Option<Timestamp>,
    /// Until when its tokens are accepted; `None` is for ever.
    pub until: Option<Timestamp>,
}

impl ProfileKeyStatus {
    pub(crate) fn of(profile: &str, ring: &Ring, now: Timestamp) -> Self {
        let live = ring.load();
        let key = |known: &crate::config::Known| KeyStatus {
            id: known.id.clone(),
            purpose: known.id.purpose(),
            state: live.state(known, now),
            from: known.from,
            until: known.until,
        };
        Self {
            profile: profile.to_owned(),
            generation: live.generation,
            age: live.watch.oldest(now),
            is_stale: live.are_stale(now),
            is_doubtful: live.are_doubtful(now),
            trouble: ring.trouble(),
            keys: live.known.iter().map(key).collect(),
        }
    }
}

fn seconds<S: Serializer>(age: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    age.map(|age| age.as_secs()).serialize(serializer)
}

fn text<S: Serializer>(purpose: &Purpose, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(purpose)
}
