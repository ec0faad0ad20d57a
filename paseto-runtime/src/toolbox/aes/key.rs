//! One key of AES-256-GCM, and the bare algorithm for those who store the nonce themselves.

use std::fmt;
use std::sync::Arc;

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::{Zeroize, Zeroizing};

use super::layout::TAG_LEN;
use crate::secret::{SecretBytes, SecretText};
use crate::toolbox::digest::{DigestAlgorithm, hex};
use crate::toolbox::error::{KeyError, OpenError, RandomError, SealError};
use crate::toolbox::random;

/// A key of AES-256-GCM (NIST SP 800-38D): 32 bytes, wiped when the last clone goes.
///
/// Nonces are random, so retire a key before it has sealed 2³² contents.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::AesKey;
///
/// let key = AesKey::generate()?;
/// let again = AesKey::from_text(key.to_text().expose())?;
/// assert_eq!(key.id(), again.id());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AesKey(Arc<Inner>);

struct Inner {
    bytes: SecretBytes,
    cipher: Aes256Gcm,
    id: AesKeyId,
}

/// What the bare algorithm gives: the pair that Python's `AESGCM` and dspu's `AES` work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detached {
    /// Random, never used twice under one key.
    pub nonce: [u8; 12],
    /// Ciphertext, then the tag of 16 bytes.
    pub ciphertext: Vec<u8>,
}

impl AesKey {
    /// A key from the system's generator.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if the generator fails.
    pub fn generate() -> Result<Self, RandomError> {
        let mut bytes = Zeroizing::new([0; 32]);
        random::fill(bytes.as_mut_slice())?;
        Ok(Self::new(&bytes))
    }

    /// # Errors
    ///
    /// [`KeyError::Length`] for anything but 32 bytes, [`KeyError::Weak`] for zeros.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyError::Length)?;
        if bytes == &[0; 32] {
            return Err(KeyError::Weak);
        }
        Ok(Self::new(bytes))
    }

    /// Reads base64url, with padding or without; blanks around it are ignored.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim_ascii();
        let engine = if text.ends_with('=') { &URL_SAFE } else { &URL_SAFE_NO_PAD };
        let bytes = engine.decode(text).map(Zeroizing::new).map_err(|_| KeyError::Text)?;
        Self::from_bytes(&bytes)
    }

    fn new(bytes: &[u8; 32]) -> Self {
        let (cipher, id) = (Aes256Gcm::new(bytes.into()), AesKeyId::of(bytes));
        Self(Arc::new(Inner { bytes: bytes.to_vec().into(), cipher, id }))
    }

    /// As [`from_text`](Self::from_text) reads it: base64url without padding, 43 characters.
    #[must_use]
    pub fn to_text(&self) -> SecretText {
        URL_SAFE_NO_PAD.encode(self.0.bytes.expose()).into()
    }

    /// By which a sealed content names its key.
    #[must_use]
    pub fn id(&self) -> AesKeyId {
        self.0.id
    }

    /// The bare algorithm: no version, no key id. For contents shared with Python's `AESGCM`; else
    /// use [`AesKeys`](super::AesKeys).
    ///
    /// # Errors
    ///
    /// [`SealError::Random`], [`SealError::TooLong`].
    pub fn seal_detached(&self, content: &[u8], context: &[u8]) -> Result<Detached, SealError> {
        let mut nonce = [0; 12];
        random::fill(&mut nonce)?;
        // Exact room: growing would leave a copy of the content behind.
        let mut ciphertext = Vec::with_capacity(content.len().saturating_add(TAG_LEN));
        ciphertext.extend_from_slice(content);
        let tag = self.encrypt(&nonce, context, &mut ciphertext)?;
        ciphertext.extend_from_slice(&tag);
        Ok(Detached { nonce, ciphertext })
    }

    /// # Errors
    ///
    /// [`OpenError::Refused`].
    pub fn open_detached(
        &self,
        sealed: &Detached,
        context: &[u8],
    ) -> Result<SecretBytes, OpenError> {
        let (content, tag) = sealed.ciphertext.split_last_chunk().ok_or(OpenError::Refused)?;
        self.decrypt(&sealed.nonce, context, content, tag)
    }

    /// In place. On failure the buffer, which still holds the content, is wiped.
    pub(super) fn encrypt(
        &self,
        nonce: &[u8; 12],
        context: &[u8],
        buffer: &mut [u8],
    ) -> Result<[u8; TAG_LEN], SealError> {
        let cipher = &self.0.cipher;
        let sealed = cipher.encrypt_inout_detached(
            &Nonce::from(*nonce),
            context,
            InOutBuf::from(&mut *buffer),
        );
        sealed.map(Into::into).map_err(|_| {
            buffer.zeroize();
            SealError::TooLong
        })
    }

    pub(super) fn decrypt(
        &self,
        nonce: &[u8; 12],
        context: &[u8],
        ciphertext: &[u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<SecretBytes, OpenError> {
        let mut content = Zeroizing::new(ciphertext.to_vec());
        let buffer = InOutBuf::from(content.as_mut_slice());
        self.0
            .cipher
            .decrypt_inout_detached(&Nonce::from(*nonce), context, buffer, &Tag::from(*tag))
            .map_err(|_| OpenError::Refused)?;
        Ok(std::mem::take(&mut *content).into())
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AesKey({})", self.id())
    }
}

/// Names a key without giving it away: four bytes of a digest of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AesKeyId([u8; 4]);

impl AesKeyId {
    /// The words in front keep this digest apart from every other use of the key.
    fn of(key: &[u8; 32]) -> Self {
        let named = Zeroizing::new([b"actix-paseto aes-256-gcm key id 1".as_slice(), key].concat());
        let digest = DigestAlgorithm::Sha256.digest(&*named);
        Self(digest.as_bytes().first_chunk().copied().unwrap_or_default())
    }

    /// As they stand in a sealed content.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }
}

impl fmt::Display for AesKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for AesKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AesKeyId({self})")
    }
}
