//! The secret key of `v4.public` tokens.

use std::fmt;
use std::sync::Arc;

use pasetors::keys::AsymmetricSecretKey;
use pasetors::version4::V4;

use super::care::Care;
use super::error::KeyError;
use super::known_footer::KidFooter;
use super::local::LocalKey;
use super::material::{Material, expand, random};
use super::signer::Signer;
use super::verifying::VerifyingKey;
use super::{paserk, pem};
use crate::key::{Identified, KeyId};
use crate::secret::SecretText;

/// Signs `v4.public` tokens (Ed25519). Prints its id only; wiped on drop.
///
/// Its id is the `k4.pid.…` of the public key: what a verifier knows it by.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::codec::{SigningKey, VerifyingKey};
/// use actix_paseto::key::Identified;
///
/// let signing = SigningKey::generate()?;
/// let verifying = VerifyingKey::from_text(&signing.verifying_key().to_paserk())?;
/// assert_eq!(signing.id(), verifying.id());
/// # Ok::<(), actix_paseto::codec::KeyError>(())
/// ```
#[derive(Clone)]
pub struct SigningKey {
    pub(super) key: AsymmetricSecretKey<V4>,
    pub(super) signer: Arc<Signer>,
    pub(super) footer: KidFooter,
    public: VerifyingKey,
}

impl SigningKey {
    /// A new key from the system's generator.
    ///
    /// # Errors
    ///
    /// [`KeyError::Generation`] if that fails.
    pub fn generate() -> Result<Self, KeyError> {
        Self::new(&*expand(&*random()?)?, Care::Full)
    }

    /// Reads PASERK, `k4.secret.…`, or PEM (`BEGIN PRIVATE KEY`, PKCS#8 version 1 or 2).
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text, halves that do not belong together, an all-zero seed, and
    /// the keys of the official vectors.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Full)
    }

    /// As [`from_text`](Self::from_text), but takes the keys of the official vectors. For tests
    /// only.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text, and still for an all-zero seed.
    pub fn dangerous_from_weak_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Vectors)
    }

    /// The public key that belongs to it.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.public.clone()
    }

    /// The PASERK id of the secret key, `k4.sid.…`, for an inventory of secrets. A footer's `kid`
    /// holds the [`id`](Identified::id) instead.
    #[must_use]
    pub fn secret_id(&self) -> String {
        paserk::id(&self.key).to_string()
    }

    /// The key as PASERK, `k4.secret.…`.
    #[must_use]
    pub fn to_paserk(&self) -> SecretText {
        SecretText::from(paserk::write(paserk::SECRET, self.key.as_bytes()))
    }

    /// The key as PEM, `BEGIN PRIVATE KEY`, PKCS#8 version 1.
    ///
    /// # Errors
    ///
    /// [`KeyError::Pem`] never in practice: only if the encoder fails.
    pub fn to_pem(&self) -> Result<SecretText, KeyError> {
        pem::write_private(self.seed()?)
    }

    /// Whether a local key is made of the bytes of the seed or of the public key: a configuration
    /// must refuse the pair.
    #[must_use]
    pub fn shares_bytes_with(&self, local: &LocalKey) -> bool {
        self.key.as_bytes().chunks(32).any(|half| half == local.key.as_bytes())
    }

    pub(super) fn seed(&self) -> Result<&[u8; 32], KeyError> {
        self.key.as_bytes().first_chunk().ok_or(KeyError::WrongLength)
    }

    fn read(text: &str, care: Care) -> Result<Self, KeyError> {
        match Material::read(text)? {
            Material::Secret(bytes) => Self::new(&bytes, care),
            Material::Local(_) | Material::Public(_) => Err(KeyError::WrongVersion),
        }
    }

    pub(super) fn new(bytes: &[u8; 64], care: Care) -> Result<Self, KeyError> {
        let (Some(seed), Some(public)) = (bytes.first_chunk::<32>(), bytes.last_chunk()) else {
            return Err(KeyError::WrongLength);
        };
        care.of_seed(seed)?;
        let key = AsymmetricSecretKey::from(bytes).map_err(|_| KeyError::Mismatch)?;
        let signer = Signer::new(seed).map(Arc::new).ok_or(KeyError::Weak)?;
        let public = VerifyingKey::new(public, care)?;
        Ok(Self { key, signer, footer: KidFooter::of(public.id()), public })
    }
}

impl Identified for SigningKey {
    fn id(&self) -> &KeyId {
        self.public.id()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(self.id()).finish()
    }
}
