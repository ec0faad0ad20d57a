//! Signatures that no signer makes: their parts have components of small order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};

/// L, the order of the base point, as its bytes.
pub(crate) const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// p + 1: the identity, spelled a second time.
pub(crate) const IDENTITY_AGAIN: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xee;
    bytes[31] = 0x7f;
    bytes
};

/// A point of this order, 1, 2, 4 or 8.
pub(crate) fn small(order: usize) -> EdwardsPoint {
    EIGHT_TORSION[8 / order % 8]
}

/// Half of a signature that the owner of `secret` makes; both points can be spoilt.
pub(crate) struct Forge {
    pub(crate) secret: Scalar,
    pub(crate) nonce: Scalar,
    /// As they are spelled in the digest and in the signature.
    pub(crate) key: [u8; 32],
    pub(crate) commitment: [u8; 32],
}

impl Forge {
    /// Sound parts, with a component added to each.
    pub(crate) fn new(
        secret: Scalar,
        nonce: Scalar,
        on_key: EdwardsPoint,
        on_r: EdwardsPoint,
    ) -> Self {
        let key = EdwardsPoint::mul_base(&secret) + on_key;
        let commitment = EdwardsPoint::mul_base(&nonce) + on_r;
        let (key, commitment) = (key.compress().to_bytes(), commitment.compress().to_bytes());
        Self { secret, nonce, key, commitment }
    }

    /// The challenge.
    pub(crate) fn challenge(&self, message: &[u8]) -> Scalar {
        let digest = Sha512::new().chain_update(self.commitment).chain_update(self.key);
        Scalar::from_bytes_mod_order_wide(&digest.chain_update(message).finalize().into())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let s = self.nonce + self.challenge(message) * self.secret;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&self.commitment);
        signature[32..].copy_from_slice(s.as_bytes());
        signature
    }
}

/// `s + L`, which stands for the same scalar.
pub(crate) fn add_order(signature: &mut [u8; 64]) {
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
}

/// PAE, written again: a test shall not ask what it tests.
pub(crate) fn pae(pieces: &[&[u8]]) -> Vec<u8> {
    let le64 = |n: usize| u64::try_from(n).unwrap().to_le_bytes();
    let mut out = le64(pieces.len()).to_vec();
    for piece in pieces {
        out.extend(le64(piece.len()));
        out.extend(*piece);
    }
    out
}

pub(crate) fn public_pae(payload: &[u8], footer: &[u8], assertion: &[u8]) -> Vec<u8> {
    pae(&[b"v4.public.", payload, footer, assertion])
}

pub(crate) fn token(header: &str, body: &[u8], footer: &[u8]) -> String {
    let mut text = format!("{header}{}", URL_SAFE_NO_PAD.encode(body));
    if !footer.is_empty() {
        text = format!("{text}.{}", URL_SAFE_NO_PAD.encode(footer));
    }
    text
}

pub(crate) fn public_token(payload: &[u8], signature: &[u8], footer: &[u8]) -> String {
    token("v4.public.", &[payload, signature].concat(), footer)
}
