//! Versions of secrets whose place keeps none.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::LazyLock;

use siphasher::sip128::{Hasher128 as _, SipHasher24};

use super::Version;

/// Of this process alone: with a key that others know, or none, the digest of a short password
/// would tell the password. Another process so sees its own versions, and a condition that it
/// carries over never holds.
static KEY: LazyLock<[u8; 16]> = LazyLock::new(|| {
    let seed = RandomState::new();
    let halves = [seed.hash_one(0_u8), seed.hash_one(1_u8)];
    let bits = u128::from(halves[0]) << 64 | u128::from(halves[1]);
    bits.to_le_bytes()
});

/// Tells two contents apart and says nothing of either.
pub(super) fn of(bytes: &[u8]) -> Version {
    let mut hasher = SipHasher24::new_with_key(&KEY);
    hasher.write(bytes);
    Version::from(format!("{:032x}", hasher.finish128().as_u128()))
}
