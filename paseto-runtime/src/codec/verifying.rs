//! The public key of `v4.public` tokens.

use std::fmt;
use std::sync::Arc;

use pasetors::keys::AsymmetricPublicKey;
use pasetors::version4::V4;

use super::care::Care;
use super::ed25519::PublicPoint;
use super::error::KeyError;
use super::local::LocalKey;
use super::material::Material;
use super::{paserk, pem};
use crate::key::{Identified, KeyId};

/// Verifies `v4.public` tokens (Ed25519). Whoever holds it can make none.
#[derive(Clone)]
pub struct VerifyingKey {
    pub(super) key: AsymmetricPublicKey<V4>,
    /// `None` for what verifies nothing; only [`Care::Vectors`] lets that pass.
    pub(super) point: Option<Arc<PublicPoint>>,
    id: KeyId,
}

impl VerifyingKey {
    /// Reads PASERK, `k4.public.…`, or PEM (`BEGIN PUBLIC KEY`).
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text, for what is no point of full order in its one canonical
    /// form, and for the keys of the official vectors.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Full)
    }

    /// As [`from_text`](Self::from_text), but takes any 32 bytes. For tests only; a key that is
    /// weak verifies nothing.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text.
    pub fn dangerous_from_weak_text(text: &str) -> Result<Self, KeyError> {
        Self::read(text, Care::Vectors)
    }

    /// The key as PASERK, `k4.public.…`.
    #[must_use]
    pub fn to_paserk(&self) -> String {
        paserk::write(paserk::PUBLIC, self.key.as_bytes())
    }

    /// The key as PEM, `BEGIN PUBLIC KEY`.
    ///
    /// # Errors
    ///
    /// [`KeyError::Pem`] never in practice: only if the encoder fails.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        let bytes = self.key.as_bytes().try_into().map_err(|_| KeyError::WrongLength)?;
        pem::write_public(bytes)
    }

    /// Whether a local key is made of the same bytes. Then anyone who knows the public key could
    /// mint local tokens, so a configuration must refuse the pair.
    #[must_use]
    pub fn shares_bytes_with(&self, local: &LocalKey) -> bool {
        self.key.as_bytes() == local.key.as_bytes()
    }

    /// Makes the tables that halve the time of [`open`](Self::open): 215 KiB, shared by all clones
    /// of the key, and once as much for all keys together. Takes half a millisecond.
    pub fn precompute(&self) {
        if let Some(point) = &self.point {
            point.precompute();
        }
    }

    #[cfg(test)]
    pub(crate) fn is_precomputed(&self) -> bool {
        self.point.as_ref().is_some_and(|point| point.is_precomputed())
    }

    fn read(text: &str, care: Care) -> Result<Self, KeyError> {
        match Material::read(text)? {
            Material::Public(bytes) => Self::new(&bytes, care),
            Material::Local(_) | Material::Secret(_) => Err(KeyError::WrongVersion),
        }
    }

    pub(super) fn new(bytes: &[u8; 32], care: Care) -> Result<Self, KeyError> {
        care.of_public(bytes)?;
        let key = AsymmetricPublicKey::from(bytes).map_err(|_| KeyError::WrongLength)?;
        let point = PublicPoint::new(bytes).map(Arc::new);
        if point.is_none() && care == Care::Full {
            return Err(KeyError::Weak);
        }
        Ok(Self { id: paserk::id(&key), key, point })
    }
}

impl Identified for VerifyingKey {
    fn id(&self) -> &KeyId {
        &self.id
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifyingKey").field(&self.id).finish()
    }
}
