//! A value that is ciphertext until it is opened with the key of its field.

use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::key::FieldKey;
use super::wipe::to_json;
use crate::toolbox::aes::is_sealed;
use crate::toolbox::error::{OpenError, SealError};

/// A `T` that is ciphertext, in memory too, until it is opened with the key of its field.
///
/// Serializes as one string (base64url without padding of the layout of
/// [`AesKeys`](crate::toolbox::AesKeys)); the content is JSON. Deserializing needs no key and checks
/// the shape alone. What `open` returns is yours to wipe.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::{AesKey, AesKeys, Encrypted, FieldKey};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Customer {
///     name: String,
///     iban: Encrypted<String>,
/// }
///
/// let keys = AesKeys::new(AesKey::generate()?);
/// let key = FieldKey::new(&keys, "customer.iban");
///
/// let alice = Customer { name: "alice".into(), iban: Encrypted::seal("DE89…", &key)? };
/// let stored = serde_json::to_string(&alice)?;
/// assert!(!stored.contains("DE89"));
///
/// let alice: Customer = serde_json::from_str(&stored)?;
/// assert_eq!(alice.iban.open(&key)?, "DE89…");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encrypted<T> {
    sealed: Vec<u8>,
    content: PhantomData<fn() -> T>,
}

impl<T> Encrypted<T> {
    /// Seals a `T`, or what a `T` lends: a `&str` for a `String`.
    ///
    /// # Errors
    ///
    /// [`SealError`].
    pub fn seal<B>(value: &B, key: &FieldKey) -> Result<Self, SealError>
    where
        T: Borrow<B>,
        B: Serialize + ?Sized,
    {
        let json = to_json(value).map_err(|_| SealError::Content)?;
        key.keys().seal(&json, &key.context()).map(Self::of)
    }

    /// # Errors
    ///
    /// [`OpenError::Refused`] whatever the cause, [`OpenError::Content`] if the authentic content is
    /// no `T`.
    pub fn open(&self, key: &FieldKey) -> Result<T, OpenError>
    where
        T: DeserializeOwned,
    {
        let json = key.keys().open(&self.sealed, &key.context())?;
        serde_json::from_slice(json.expose()).map_err(|_| OpenError::Content)
    }

    /// The same value under the active key.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`].
    pub fn rotate(&self, key: &FieldKey) -> Result<Self, OpenError> {
        key.keys().rotate(&self.sealed, &key.context()).map(Self::of)
    }

    /// Whether it names the active key. Unverified: for finding what to rotate.
    #[must_use]
    pub fn is_current(&self, key: &FieldKey) -> bool {
        key.keys().is_current(&self.sealed)
    }

    /// The sealed bytes, for a binary column.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.sealed
    }

    /// # Errors
    ///
    /// [`OpenError::Refused`] if the bytes do not have the shape of a sealed value.
    pub fn from_bytes(sealed: Vec<u8>) -> Result<Self, OpenError> {
        if is_sealed(&sealed) { Ok(Self::of(sealed)) } else { Err(OpenError::Refused) }
    }

    const fn of(sealed: Vec<u8>) -> Self {
        Self { sealed, content: PhantomData }
    }
}

impl<T> Clone for Encrypted<T> {
    fn clone(&self) -> Self {
        Self::of(self.sealed.clone())
    }
}

impl<T> fmt::Debug for Encrypted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encrypted({} bytes)", self.sealed.len())
    }
}

impl<T> Serialize for Encrypted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.sealed))
    }
}

impl<'de, T> Deserialize<'de> for Encrypted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The mistake to expect is plaintext in the field, so what stands there is not quoted.
        let wrong = || D::Error::custom("not an encrypted field");
        let text = String::deserialize(deserializer).map_err(|_| wrong())?;
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        Self::from_bytes(sealed).map_err(|_| wrong())
    }
}
