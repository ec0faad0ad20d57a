//! Ed25519 signatures by AWS-LC: the same bytes in half the time, for a C compiler at build time.
//!
//! It signs and never verifies: there it accepts what `pasetors` refuses.

use aws_lc_rs::signature::Ed25519KeyPair;

use super::buffer::Buffer;
use super::pae;

pub(super) const SIGNATURE: usize = 64;

/// A seed, expanded once; wiped on drop by AWS-LC.
pub(super) struct Signer(Ed25519KeyPair);

impl Signer {
    pub(super) fn new(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// Signs the PAE of these pieces.
    pub(super) fn sign(&self, pieces: [&[u8]; 4]) -> Option<[u8; SIGNATURE]> {
        let mut message = Buffer::empty();
        pae::feed(pieces, |bytes| message.0.extend_from_slice(bytes));
        self.0.sign(&message.0).as_ref().try_into().ok()
    }
}
