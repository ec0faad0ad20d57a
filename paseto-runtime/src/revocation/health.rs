//! How a store is, for a readiness route.

use std::time::Duration;

use serde::{Serialize, Serializer};

/// How a store is. Holds no secret and no name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates make it")]
pub struct StoreHealth {
    /// Revocations, uses and families that are kept; `None` if that is not known.
    pub entries: Option<u64>,
    /// Of a copy: how long ago it was complete. As JSON: milliseconds.
    #[serde(serialize_with = "millis")]
    pub staleness: Option<Duration>,
}

fn millis<S: Serializer>(staleness: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    staleness.map(|age| age.as_millis()).serialize(serializer)
}

/// What becomes of the tokens from before a loss of data, once an operator resumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "they count or they do not")]
pub enum OlderTokens {
    /// Every login from before now counts no longer: everybody logs in again.
    Void,
    /// They count, also those that were revoked and whose revocation was lost. For data that the
    /// operator has restored, or vouches for.
    DangerouslyKeep,
}
