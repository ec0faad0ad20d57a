//! What a key is good for at a time.

use serde::Serialize;

/// What a key is good for, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::exhaustive_enums, reason = "a new state must be weighed at every match")]
pub enum KeyState {
    /// Its tokens are accepted; it makes none yet, so that every process can have read it before.
    Pending,
    /// Makes tokens.
    Active,
    /// Its tokens are accepted; it makes no more.
    Retiring,
    /// Never accepted again.
    Revoked,
}
