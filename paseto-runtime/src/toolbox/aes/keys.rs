//! Several keys: the active one seals, all of them open.

use std::sync::Arc;

use super::key::AesKey;
use super::layout::{HEADER_LEN, NONCE_LEN, TAG_LEN, UnverifiedParts, associated, header};
use crate::secret::SecretBytes;
use crate::toolbox::error::{OpenError, SealError};
use crate::toolbox::random;

/// Keys for sealing bytes with AES-256-GCM: the active one seals, the older ones still open.
///
/// The context is associated data: not part of the sealed bytes, but what was sealed under one
/// context opens under no other. Layout, 33 bytes longer than the content:
///
/// | bytes | |
/// |---|---|
/// | 1 | version, `0x01` |
/// | 4 | [`AesKeyId`](super::AesKeyId) of the key |
/// | 12 | random nonce |
/// | n | ciphertext |
/// | 16 | tag over version, key id, context and ciphertext |
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::{AesKey, AesKeys};
///
/// let old = AesKeys::new(AesKey::generate()?);
/// let sealed = old.seal(b"hush", b"invoice 7")?;
///
/// let keys = old.rotated_to(AesKey::generate()?);
/// assert_eq!(keys.open(&sealed, b"invoice 7")?.expose(), b"hush");
/// assert!(keys.open(&sealed, b"invoice 8").is_err());
/// assert!(!keys.is_current(&sealed));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct AesKeys {
    active: AesKey,
    older: Arc<[AesKey]>,
}

impl AesKeys {
    /// One key, which seals and opens.
    #[must_use]
    pub fn new(active: AesKey) -> Self {
        Self { active, older: Arc::default() }
    }

    /// These keys open too.
    #[must_use]
    pub fn with_older(self, keys: impl IntoIterator<Item = AesKey>) -> Self {
        let older = self.older.iter().cloned().chain(keys).collect();
        Self { older, ..self }
    }

    /// From now on `active` seals; the one before opens still.
    #[must_use]
    pub fn rotated_to(self, active: AesKey) -> Self {
        let older = std::iter::once(self.active).chain(self.older.iter().cloned()).collect();
        Self { active, older }
    }

    /// Seals under the active key and a random nonce.
    ///
    /// # Errors
    ///
    /// [`SealError::Random`], [`SealError::TooLong`].
    pub fn seal(&self, content: &[u8], context: &[u8]) -> Result<Vec<u8>, SealError> {
        const FRONT: usize = HEADER_LEN + NONCE_LEN;
        let header = header(self.active.id());
        let mut nonce = [0; NONCE_LEN];
        random::fill(&mut nonce)?;
        // Exact room: growing would leave a copy of the content behind.
        let mut sealed = Vec::with_capacity(content.len().saturating_add(FRONT + TAG_LEN));
        sealed.extend_from_slice(&header);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(content);
        let (_, body) = sealed.split_at_mut_checked(FRONT).ok_or(SealError::TooLong)?;
        let tag = self.active.encrypt(&nonce, &associated(&header, context), body)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// # Errors
    ///
    /// [`OpenError::Refused`] whatever the cause: other keys, another context, a changed byte.
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<SecretBytes, OpenError> {
        let parts = UnverifiedParts::of(sealed).ok_or(OpenError::Refused)?;
        let associated = associated(parts.header, context);
        self.all()
            .filter(|key| parts.is_under(key.id()))
            .find_map(|key| key.decrypt(parts.nonce, &associated, parts.ciphertext, parts.tag).ok())
            .ok_or(OpenError::Refused)
    }

    /// Opens, and seals anew under the active key.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`], also if it could be opened but not sealed again.
    pub fn rotate(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, OpenError> {
        let content = self.open(sealed, context)?;
        self.seal(content.expose(), context).map_err(|_| OpenError::Refused)
    }

    /// Whether the sealed bytes name the active key. Unverified: for finding what to rotate.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        UnverifiedParts::of(sealed).is_some_and(|parts| parts.is_under(self.active.id()))
    }

    fn all(&self) -> impl Iterator<Item = &AesKey> {
        std::iter::once(&self.active).chain(self.older.iter())
    }
}
