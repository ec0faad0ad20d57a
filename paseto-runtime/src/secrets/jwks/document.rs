//! A JWKS document: which of its keys are ours to use, and which mistakes spoil it.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::PublishedKey;
use crate::codec::VerifyingKey;
use crate::key::{Identified as _, KeyId};

/// A provider has the key it signs with, the one before and the next.
const MOST: usize = 16;

/// Names stand in footers and logs.
const LONGEST_NAME: usize = 256;

#[derive(Deserialize)]
struct Document {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: Option<String>,
    x: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    /// Only whether it is there: a private key must not be copied.
    d: Option<IgnoredAny>,
}

pub(super) fn read(body: &[u8]) -> Result<Vec<PublishedKey>, &'static str> {
    let document: Document = serde_json::from_slice(body).map_err(|_| "no JWKS document")?;
    if document.keys.iter().any(|key| key.d.is_some()) {
        return Err("it publishes the private part of a key, which everybody has read by now");
    }
    let usable = document.keys.into_iter().filter(Jwk::is_ours);
    let keys = usable.map(Jwk::publish).collect::<Result<Vec<_>, _>>()?;
    check(&keys).map(|()| keys)
}

fn check(keys: &[PublishedKey]) -> Result<(), &'static str> {
    let twice = |same: fn(&PublishedKey, &PublishedKey) -> bool| {
        keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|one| same(one, key)))
    };
    if keys.is_empty() {
        Err("it holds no Ed25519 key for signatures")
    } else if keys.len() > MOST {
        Err("it holds more than 16 usable keys")
    } else if twice(|one, other| one.kid == other.kid) {
        Err("two of its keys have the same `kid`")
    } else if twice(|one, other| one.key.id() == other.key.id()) {
        Err("it holds the same key twice")
    } else {
        Ok(())
    }
}

impl Jwk {
    /// The rest is for others: RSA, encryption, keys of algorithms to come.
    fn is_ours(&self) -> bool {
        let type_fits = self.kty == "OKP" && self.crv.as_deref() == Some("Ed25519");
        let verifies = |ops: &Vec<String>| ops.iter().any(|op| op == "verify");
        type_fits
            && self.purpose.as_deref() != Some("enc")
            && self.key_ops.as_ref().is_none_or(verifies)
            && self.alg.as_deref().is_none_or(|alg| ["EdDSA", "Ed25519"].contains(&alg))
    }

    fn publish(self) -> Result<PublishedKey, &'static str> {
        let key = VerifyingKey::from_text(&format!("k4.public.{}", self.x.unwrap_or_default()));
        let key = key.map_err(|_| "one of its Ed25519 keys is broken or weak")?;
        let kid = self.kid.unwrap_or_else(|| key.id().to_string());
        if kid.is_empty() || kid.len() > LONGEST_NAME || kid.contains(char::is_control) {
            return Err("a `kid` of it is empty, too long, or no line of text");
        }
        // Such a name says which key it is, so it must be true.
        if KeyId::parse(&kid).is_some_and(|id| id != *key.id()) {
            return Err("a `kid` of it is the PASERK id of another key");
        }
        Ok(PublishedKey { key, kid })
    }
}
