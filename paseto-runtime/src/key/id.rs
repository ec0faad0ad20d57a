//! PASERK ids: the public name of a key, computed from the key itself.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::kind::Purpose;

/// The prefixes of the ids that a footer's `kid` may hold for version 4.
const PREFIXES: [&str; 2] = ["k4.lid.", "k4.pid."];

/// 33 bytes of BLAKE2b in base64url; no character has bits to spare, so every text is canonical.
const DIGEST_CHARS: usize = 44;

/// The PASERK id of a key: `k4.lid.…` of a local key, `k4.pid.…` of a public one.
///
/// Not secret. Two keys have the same id only if they are the same key.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::key::KeyId;
///
/// assert!(KeyId::looks_like("k4.lid.iVtYQDjr5gEijCSjJC3fQaJm7nCeQSeaty0Jixy8dbsk"));
/// assert!(!KeyId::looks_like("my-key"));
/// ```
// One word, since every token that is remembered names its key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyId(Arc<String>);

impl KeyId {
    /// Reads an id; `None` unless [`KeyId::looks_like`] one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::looks_like(text).then(|| Self(Arc::new(text.to_owned())))
    }

    /// What `codec` has computed from a key.
    pub(crate) fn computed(text: String) -> Self {
        Self(Arc::new(text))
    }

    /// Whether a text has the exact shape of an id: the prefix and 44 base64url characters.
    #[must_use]
    pub fn looks_like(text: &str) -> bool {
        Self::looks_like_bytes(text.as_bytes())
    }

    /// Every one is looked at, so that a processor looks at many of them at a time.
    pub(crate) fn looks_like_bytes(text: &[u8]) -> bool {
        let mut prefixes = PREFIXES.iter();
        let digest = prefixes.find_map(|prefix| text.strip_prefix(prefix.as_bytes()));
        let digest = digest.and_then(|digest| <&[u8; DIGEST_CHARS]>::try_from(digest).ok());
        digest.is_some_and(|digest| digest.iter().fold(true, |fits, b| fits & is_base64url(*b)))
    }

    /// What the key is for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        if self.0.starts_with("k4.lid.") { Purpose::Local } else { Purpose::Public }
    }

    /// As it stands in a footer's `kid`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_base64url(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    is_letter | is_digit | (byte == b'-') | (byte == b'_')
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

// A ring is asked with the text of a footer, which is not yet an id.
impl Borrow<str> for KeyId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A key that knows its PASERK id.
pub trait Identified {
    /// The id, computed from the key.
    fn id(&self) -> &KeyId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_shape_is_an_id() {
        let digest = "iVtYQDjr5gEijCSjJC3fQaJm7nCeQSeaty0Jixy8dbsk";
        assert!(KeyId::parse(&format!("k4.lid.{digest}")).is_some());
        assert!(KeyId::parse(&format!("k4.pid.{digest}")).is_some());
        for bad in [
            format!("k4.sid.{digest}"),
            format!("k3.lid.{digest}"),
            format!("K4.lid.{digest}"),
            format!(" k4.lid.{digest}"),
            format!("k4.lid.{digest}\n"),
            format!("k4.lid.{digest}A"),
            format!("k4.lid.{}!", digest.get(1..).unwrap_or_default()),
            format!("k4.lid.{}é", digest.get(2..).unwrap_or_default()),
            "k4.lid.".to_owned(),
            digest.to_owned(),
            String::new(),
        ] {
            assert!(KeyId::parse(&bad).is_none(), "{bad:?}");
        }
    }
}
