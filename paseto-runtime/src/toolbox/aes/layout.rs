//! The bytes of a sealed content: version, key id, nonce, ciphertext, tag.

use super::key::AesKeyId;

/// AES-256-GCM with a nonce of 12 bytes and a tag of 16.
pub(super) const VERSION: u8 = 1;
pub(super) const NONCE_LEN: usize = 12;
pub(super) const TAG_LEN: usize = 16;
pub(super) const HEADER_LEN: usize = 5;

/// A sealed content, taken apart. Nothing of it has been checked.
pub(super) struct UnverifiedParts<'a> {
    pub(super) header: &'a [u8; HEADER_LEN],
    pub(super) nonce: &'a [u8; NONCE_LEN],
    pub(super) ciphertext: &'a [u8],
    pub(super) tag: &'a [u8; TAG_LEN],
}

impl<'a> UnverifiedParts<'a> {
    /// `None` for another version, or what is too short to be sealed.
    pub(super) fn of(sealed: &'a [u8]) -> Option<Self> {
        let (header, rest) = sealed.split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (ciphertext, tag) = rest.split_last_chunk()?;
        (header.first() == Some(&VERSION)).then_some(Self { header, nonce, ciphertext, tag })
    }

    pub(super) fn is_under(&self, id: AesKeyId) -> bool {
        *self.header == header(id)
    }
}

pub(super) fn header(id: AesKeyId) -> [u8; HEADER_LEN] {
    let [a, b, c, d] = *id.as_bytes();
    [VERSION, a, b, c, d]
}

/// The header is authenticated too. It has one length, so no context can pass for another.
pub(super) fn associated(header: &[u8; HEADER_LEN], context: &[u8]) -> Vec<u8> {
    [header, context].concat()
}

#[cfg(feature = "toolbox")]
/// Whether this has the shape of a sealed content; says nothing about who sealed it.
pub(in crate::toolbox) fn is_sealed(bytes: &[u8]) -> bool {
    UnverifiedParts::of(bytes).is_some()
}
