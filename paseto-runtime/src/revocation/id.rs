//! A name as 128 bits: half the memory of text, and nothing to tell if a file of them leaks.

use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use siphasher::sip128::{Hasher128 as _, SipHasher24};

use super::SubjectKey;

/// A `jti` or a subject, hashed under the store's own key: who chooses names cannot make two of
/// them meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id([u8; 16]);

impl Id {
    pub(super) const fn from_bits(bits: u128) -> Self {
        Self(bits.to_le_bytes())
    }

    pub(super) const fn bits(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    /// Which of so many tables it is in.
    pub(super) fn last_bytes_mod(self, tables: usize) -> usize {
        let last = self.0.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        usize::try_from(last % tables as u64).unwrap_or_default()
    }
}

/// The key of a store's [`Id`]s.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct IdKey([u8; 16]);

impl IdKey {
    /// From the generator that also seeds the tables of `std`; it cannot fail.
    pub(super) fn random() -> Self {
        let seed = RandomState::new();
        let halves = [seed.hash_one(0_u8), seed.hash_one(1_u8)];
        let bits = u128::from(halves[0]) << 64 | u128::from(halves[1]);
        Self(bits.to_le_bytes())
    }

    pub(super) const fn from_bits(bits: u128) -> Self {
        Self(bits.to_le_bytes())
    }

    pub(super) const fn bits(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    /// Apart from every `jti`, which has no control characters.
    pub(super) fn family(self, family: &str) -> Id {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(b"\0family\0");
        hasher.write(family.as_bytes());
        Id::from_bits(hasher.finish128().as_u128())
    }

    /// The same as [`id`](Self::id) of its text.
    pub(super) fn subject(self, key: &SubjectKey<'_>) -> Id {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        key.parts().into_iter().for_each(|part| hasher.write(part.as_bytes()));
        Id::from_bits(hasher.finish128().as_u128())
    }

    pub(super) fn id(self, name: &str) -> Id {
        Id::from_bits(SipHasher24::new_with_key(&self.0).hash(name.as_bytes()).as_u128())
    }
}

impl fmt::Debug for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// An [`Id`] is a hash already.
pub(super) type IdHasher = BuildHasherDefault<FirstBytes>;

/// Takes the first eight bytes as they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_le_bytes(*first);
        }
    }

    /// The length, which says nothing: it is always the same.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_every_byte_and_on_the_key() {
        let (key, other) = (IdKey::from_bits(1), IdKey::from_bits(2));
        assert_eq!(key.id("a"), key.id("a"));
        assert_ne!(key.id("a"), key.id("b"));
        assert_ne!(key.id("a"), key.id("a\0"));
        assert_ne!(key.id("a"), other.id("a"));
        assert_ne!(IdKey::random().bits(), IdKey::random().bits());
        assert_eq!(Id::from_bits(key.id("a").bits()), key.id("a"));
        assert_eq!(key.subject(&SubjectKey::of("alice", false)), key.id("t:alice"));
        assert_eq!(key.subject(&SubjectKey::from("t:alice")), key.id("t:alice"));
    }

    /// SipHash-2-4-128 of the bytes 0 to 14 under the key 0 to 15: the authors' vectors.
    #[test]
    fn the_hash_is_siphash_2_4_128() {
        let key = IdKey(std::array::from_fn(|n| n as u8));
        let text: String = (0_u8..15).map(char::from).collect();
        let told = key.id(&text).0.map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(told, "5493e99933b0a8117e08ec0f97cfc3d9");
        assert_eq!(IdHasher::default().hash_one(key.id(&text)), 0x11a8_b033_99e9_9354);
    }
}
