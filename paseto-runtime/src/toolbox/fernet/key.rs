//! One Fernet key.

use std::fmt;

use ::fernet::Fernet;
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::secret::SecretText;
use crate::toolbox::error::{KeyError, RandomError};
use crate::toolbox::random;

/// A Fernet key: 32 bytes, half for signing and half for AES-128-CBC. Wiped on drop.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::FernetKey;
///
/// let key = FernetKey::from_text("a4RfWQdgAMIbyUxgIfJNoyU9rte6t7mcKC2FmQxvSPU=\n")?;
/// assert_eq!(key.to_text().expose().len(), 44);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct FernetKey {
    engine: Fernet,
    text: SecretText,
}

impl FernetKey {
    /// A key from the system's generator.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if the generator fails.
    pub fn generate() -> Result<Self, RandomError> {
        let mut bytes = Zeroizing::new([0; 32]);
        random::fill(bytes.as_mut_slice())?;
        Self::new(bytes.as_slice()).map_err(|_| RandomError)
    }

    /// Reads base64url, with padding or without. Blanks around it are ignored: key files end in a
    /// line break.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let text = text.trim_ascii();
        let engine = if text.ends_with('=') { &URL_SAFE } else { &URL_SAFE_NO_PAD };
        let bytes = engine.decode(text).map(Zeroizing::new).map_err(|_| KeyError::Text)?;
        Self::new(&bytes)
    }

    fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() != 32 {
            return Err(KeyError::Length);
        }
        if bytes.iter().all(|byte| *byte == 0) {
            return Err(KeyError::Weak);
        }
        let text = SecretText::from(URL_SAFE.encode(bytes));
        let engine = Fernet::new(text.expose()).ok_or(KeyError::Length)?;
        Ok(Self { engine, text })
    }

    /// As Python's `Fernet.generate_key()` writes it: base64url with padding, 44 characters.
    #[must_use]
    pub fn to_text(&self) -> SecretText {
        self.text.clone()
    }

    pub(super) const fn engine(&self) -> &Fernet {
        &self.engine
    }
}

impl fmt::Debug for FernetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FernetKey([REDACTED])")
    }
}
