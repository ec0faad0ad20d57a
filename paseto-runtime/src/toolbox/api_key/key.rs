//! An API key: the one that was made, and the one that is presented.

use super::hash::ApiKeyHash;
use crate::secret::SecretText;

/// A key that was just made. After this nobody can tell it again.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewApiKey {
    /// For its owner, once.
    pub key: SecretText,
    /// Public: the row to look up.
    pub id: String,
    /// To be stored.
    pub hash: ApiKeyHash,
}

impl NewApiKey {
    pub(super) fn new(key: String, id: String) -> Self {
        let hash = ApiKeyHash::of(&key);
        Self { key: key.into(), id, hash }
    }
}

/// A well-formed key that someone presents.
#[derive(Debug, Clone)]
pub struct ApiKey {
    text: SecretText,
    id: String,
}

impl ApiKey {
    pub(super) fn new(text: &str, id: &str) -> Self {
        Self { text: text.to_owned().into(), id: id.to_owned() }
    }

    /// The row to look up. Whoever presents the key claims to be it; see [`matches`](Self::matches).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it is the key that was stored, in constant time.
    #[must_use]
    pub fn matches(&self, stored: &ApiKeyHash) -> bool {
        ApiKeyHash::of(self.text.expose()) == *stored
    }
}
