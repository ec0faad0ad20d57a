//! Digests for fingerprints and checksums. For passwords they are too fast.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blake2::Blake2b512;
use sha2::{Digest as _, Sha256, Sha512};

use super::compare::constant_time_eq;

/// Which digest. The names are those of Python's `hashlib`; MD5 and SHA-1 are missing on purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// `sha256`: 32 bytes (FIPS 180-4). The default.
    #[default]
    Sha256,
    /// `sha512`: 64 bytes (FIPS 180-4).
    Sha512,
    /// `blake2b`: 64 bytes, without a key (RFC 7693).
    Blake2b,
}

impl DigestAlgorithm {
    /// The digest of `data`.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::toolbox::DigestAlgorithm;
    ///
    /// let digest = DigestAlgorithm::Sha256.digest("data");
    /// assert!(digest.hex().starts_with("3a6eb079"));
    /// ```
    #[must_use]
    pub fn digest(self, data: impl AsRef<[u8]>) -> Digest {
        let data = data.as_ref();
        Digest(match self {
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
            Self::Blake2b => Blake2b512::digest(data).to_vec(),
        })
    }

    /// As `hashlib` names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
            Self::Blake2b => "blake2b",
        }
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DigestAlgorithm {
    type Err = UnknownDigest;

    fn from_str(name: &str) -> Result<Self, UnknownDigest> {
        let all = [Self::Sha256, Self::Sha512, Self::Blake2b];
        all.into_iter().find(|algorithm| algorithm.name() == name).ok_or(UnknownDigest)
    }
}

/// No digest of that name, or one that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such digest: there are sha256, sha512 and blake2b")]
pub struct UnknownDigest;

/// A digest. Compared in constant time; `Debug` shows its length only, since the digest of a short
/// secret gives that secret away.
#[derive(Clone)]
pub struct Digest(Vec<u8>);

impl Digest {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As lower-case hex, as `hexdigest()` writes it.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// As base64url without padding.
    #[must_use]
    pub fn base64url(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        constant_time_eq(&self.0, &other.0)
    }
}

impl Eq for Digest {}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({} bytes)", self.0.len())
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    // Exact room: a growing text would leave copies of a secret behind.
    let mut text = String::with_capacity(bytes.len() * 2);
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)));
    text
}
