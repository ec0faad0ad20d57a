//! What is stored of an API key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::ApiKeyError;
use crate::toolbox::compare::constant_time_eq;
use crate::toolbox::digest::DigestAlgorithm;

const PREFIX: &str = "sha256:";

/// What is stored of an API key: `sha256:` and the hex digest of the whole key.
///
/// A fast digest is right here: 256 random bits cannot be guessed, unlike a password. Compared in
/// constant time.
#[derive(Clone)]
pub struct ApiKeyHash(String);

impl ApiKeyHash {
    pub(super) fn of(key: &str) -> Self {
        Self(DigestAlgorithm::Sha256.digest(key).hex())
    }
}

impl PartialEq for ApiKeyHash {
    fn eq(&self, other: &Self) -> bool {
        constant_time_eq(&self.0, &other.0)
    }
}

impl Eq for ApiKeyHash {}

/// The text to store.
impl fmt::Display for ApiKeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0)
    }
}

impl fmt::Debug for ApiKeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeyHash(sha256)")
    }
}

impl FromStr for ApiKeyHash {
    type Err = ApiKeyError;

    fn from_str(text: &str) -> Result<Self, ApiKeyError> {
        let hex = text.strip_prefix(PREFIX).ok_or(ApiKeyError::Hash)?;
        let lower = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let well_formed = hex.len() == 64 && hex.bytes().all(lower);
        well_formed.then(|| Self(hex.to_owned())).ok_or(ApiKeyError::Hash)
    }
}

impl Serialize for ApiKeyHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiKeyHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What stands there may be a key in clear, so it is not quoted.
        let wrong = |_| serde::de::Error::custom(ApiKeyError::Hash);
        String::deserialize(deserializer).map_err(wrong)?.parse().map_err(serde::de::Error::custom)
    }
}
