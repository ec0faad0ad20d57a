//! Ed25519 signatures. They are deterministic: every engine makes the same bytes.
//!
//! Of what a signature costs here, two thirds are arithmetic of the field, and a fifth is the choice
//! from tables in constant time. Both are `curve25519-dalek`'s, on its own table of the base point: a
//! larger one is slower, since the whole of a row is read, and one read by index alone would tell the
//! secret through the cache. Assembly is faster: see the feature `aws-lc`.

use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign_byupdate};
use ed25519_dalek::{SignatureError, VerifyingKey};
use sha2::{Digest as _, Sha512};

use super::pae;

pub(super) const SIGNATURE: usize = 64;

/// A seed, expanded once; wiped on drop.
pub(super) struct Signer {
    secret: ExpandedSecretKey,
    /// Computed from the secret and never given: a foreign one would give the secret away.
    public: VerifyingKey,
}

impl Signer {
    pub(super) fn new(seed: &[u8; 32]) -> Option<Self> {
        let secret = ExpandedSecretKey::from(seed);
        Some(Self { public: VerifyingKey::from(&secret), secret })
    }

    /// Signs the PAE of these pieces.
    pub(super) fn sign(&self, pieces: [&[u8]; 4]) -> Option<[u8; SIGNATURE]> {
        let message = |digest: &mut Sha512| -> Result<(), SignatureError> {
            pae::feed(pieces, |bytes| digest.update(bytes));
            Ok(())
        };
        let signature = raw_sign_byupdate(&self.secret, message, &self.public).ok()?;
        Some(signature.to_bytes())
    }
}
