//! The composition of `v4.local` (Version 4, "Encrypt"): XChaCha20, then BLAKE2b over PAE.

use blake2::Blake2bMac;
use blake2::digest::consts::{U32, U56};
use blake2::digest::{FixedOutput as _, KeyInit as _, Mac as _, Update as _};
use chacha20::XChaCha20;
use chacha20::cipher::{KeyIvInit as _, StreamCipher as _};
use zeroize::Zeroizing;

use super::pae;

pub(super) const NONCE: usize = 32;
pub(super) const TAG: usize = 32;

/// A key, as far as it can be worked in before there is a nonce. Wiped on drop, unless another crate
/// switches on blake2's feature `reset`: then that keeps the key besides, and forgets to.
pub(super) struct Derivation {
    cipher: Blake2bMac<U56>,
    authentication: Blake2bMac<U32>,
}

impl Derivation {
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        let cipher = Blake2bMac::new_from_slice(key).ok()?;
        let authentication = Blake2bMac::new_from_slice(key).ok()?;
        Some(Self {
            cipher: cipher.chain(b"paseto-encryption-key"),
            authentication: authentication.chain(b"paseto-auth-key-for-aead"),
        })
    }
}

/// What one nonce makes of a key.
pub(super) struct Session {
    /// The key of the cipher, and its nonce.
    cipher: Zeroizing<[u8; 56]>,
    authentication: Zeroizing<[u8; 32]>,
}

impl Session {
    pub(super) fn new(key: &Derivation, nonce: &[u8; NONCE]) -> Self {
        let Derivation { cipher, authentication } = key;
        Self {
            cipher: Zeroizing::new(cipher.clone().chain(nonce).finalize_fixed().into()),
            authentication: Zeroizing::new(
                authentication.clone().chain(nonce).finalize_fixed().into(),
            ),
        }
    }

    /// Encrypts or decrypts in place.
    pub(super) fn apply(&self, text: &mut [u8]) -> Option<()> {
        let (key, nonce) = self.cipher.split_at_checked(32)?;
        let mut cipher = XChaCha20::new_from_slices(key, nonce).ok()?;
        cipher.try_apply_keystream(text).ok()
    }

    /// The tag over header, nonce, ciphertext, footer and assertion.
    pub(super) fn tag(&self, pieces: [&[u8]; 5]) -> Option<[u8; TAG]> {
        self.authenticate(pieces).map(|mac| mac.finalize_fixed().into())
    }

    /// In constant time.
    pub(super) fn accepts(&self, pieces: [&[u8]; 5], tag: &[u8]) -> bool {
        self.authenticate(pieces).is_some_and(|mac| mac.verify_slice(tag).is_ok())
    }

    fn authenticate(&self, pieces: [&[u8]; 5]) -> Option<Blake2bMac<U32>> {
        let mut mac = Blake2bMac::new_from_slice(self.authentication.as_slice()).ok()?;
        pae::feed(pieces, |bytes| blake2::digest::Update::update(&mut mac, bytes));
        Some(mac)
    }
}
