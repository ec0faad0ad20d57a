//! The tag of a text: 128 bits that nobody can aim at.

use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use siphasher::sip128::SipHasher13;

use crate::kind::Purpose;
use crate::token::Limits;

/// Stands for a text and for all that it was accepted under. Two that are equal are the same text:
/// nothing else is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag([u64; 2]);

/// Random, and of one cache alone: without it nobody can make two texts meet.
pub(super) struct TagKey([u8; 16]);

impl TagKey {
    /// `None` without randomness: then nothing is remembered.
    pub(super) fn random() -> Option<Self> {
        let mut key = [0; 16];
        getrandom::fill(&mut key).ok()?;
        Some(Self(key))
    }

    /// `None` for an assertion of 4 GiB, which is nobody's.
    ///
    /// Over every byte of the text: two tokens may have the same signature, or the same start.
    ///
    /// One round a word: nobody sees a tag, so that all there is to gain is two texts that meet. The
    /// best known way to that, under a key that one does not know, succeeds once in 2^167 for one
    /// round (Dobraunig, Mendel, Schläffer, 2014), less often than 128 bits meet by chance.
    /// HighwayHash is no faster than that by more than its vector code, which is unsafe, weighs.
    pub(super) fn tag(
        &self,
        text: &[u8],
        assertion: &[u8],
        limits: &Limits<'_>,
        generation: u64,
    ) -> Option<Tag> {
        let mut hasher = SipHasher13::new_with_key(&self.0);
        // Everything before the text has a length that is known, or told.
        hasher.write_u64(generation);
        hasher.write_u64(how(limits) << 32 | u64::from(u32::try_from(assertion.len()).ok()?));
        if !assertion.is_empty() {
            hasher.write(assertion);
            // Filled up to whole words, so that the text is taken in one go.
            let past = assertion.len() % size_of::<u64>();
            let rest = [0; size_of::<u64>()].get(past..).filter(|_| past > 0);
            hasher.write(rest.unwrap_or_default());
        }
        let hash = hasher.hash(text);
        Some(Tag([hash.h1, hash.h2]))
    }
}

/// How the route reads a text: wrapped or not, and which purposes it takes.
fn how(limits: &Limits<'_>) -> u64 {
    let takes = |purpose| u64::from(limits.accepts.contains(&purpose));
    u64::from(limits.base64) | takes(Purpose::Local) << 1 | takes(Purpose::Public) << 2
}

/// A tag is a hash already.
pub(super) type TagHasher = BuildHasherDefault<FirstWord>;

impl Hash for Tag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [first, _] = self.0;
        state.write_u64(first);
    }
}

/// Takes the one word that it is given as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FirstWord(u64);

impl Hasher for FirstWord {
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_le_bytes(*first);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl fmt::Debug for TagKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}
