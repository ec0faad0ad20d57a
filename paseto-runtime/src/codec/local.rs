//! The shared key of `v4.local` tokens.

use std::fmt;
use std::sync::Arc;

use pasetors::keys::SymmetricKey;
use pasetors::version4::V4;

use super::care::Care;
use super::error::KeyError;
use super::known_footer::KidFooter;
use super::material::{Material, random};
use super::paserk;
use super::sealed::Derivation;
use crate::key::{Identified, KeyId};
use crate::secret::SecretText;

/// Encrypts and decrypts `v4.local` tokens. Prints its id only; wiped on drop.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::codec::LocalKey;
///
/// let key = LocalKey::generate()?;
/// assert!(LocalKey::from_text(key.to_paserk().expose()).is_ok());
/// assert!(LocalKey::from_text("correct horse battery staple").is_err());
/// # Ok::<(), actix_paseto::codec::KeyError>(())
/// ```
#[derive(Clone)]
pub struct LocalKey {
    pub(super) key: SymmetricKey<V4>,
    pub(super) derivation: Arc<Derivation>,
    pub(super) footer: KidFooter,
    id: KeyId,
}

impl LocalKey {
    /// A new key from the system's generator.
    ///
    /// # Errors
    ///
    /// [`KeyError::Generation`] if that fails.
    pub fn generate() -> Result<Self, KeyError> {
        Self::new(&*random()?, Care::Full)
    }

    /// Reads PASERK, `k4.local.…`.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text, an all-zero key, and the keys of the official vectors.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Full)
    }

    /// As [`from_text`](Self::from_text), but takes an all-zero key and the keys of the official
    /// vectors. For tests only.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text.
    pub fn dangerous_from_weak_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Vectors)
    }

    /// The key as PASERK, `k4.local.…`.
    #[must_use]
    pub fn to_paserk(&self) -> SecretText {
        SecretText::from(paserk::write(paserk::LOCAL, self.key.as_bytes()))
    }

    fn read(text: &str, care: Care) -> Result<Self, KeyError> {
        match Material::read(text)? {
            Material::Local(bytes) => Self::new(&bytes, care),
            Material::Secret(_) | Material::Public(_) => Err(KeyError::WrongVersion),
        }
    }

    pub(super) fn new(bytes: &[u8; 32], care: Care) -> Result<Self, KeyError> {
        care.of_local(bytes)?;
        let key = SymmetricKey::from(bytes).map_err(|_| KeyError::WrongLength)?;
        let derivation = Derivation::new(bytes).map(Arc::new).ok_or(KeyError::WrongLength)?;
        let id = paserk::id(&key);
        Ok(Self { footer: KidFooter::of(&id), id, key, derivation })
    }
}

impl Identified for LocalKey {
    fn id(&self) -> &KeyId {
        &self.id
    }
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LocalKey").field(&self.id).finish()
    }
}
