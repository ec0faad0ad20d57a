//! Bytes that must not print and must not linger.

use std::fmt;

use zeroize::Zeroizing;

/// Secret bytes: redacted in every output, wiped on drop.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secret::SecretBytes;
///
/// let key = SecretBytes::from(b"hush".to_vec());
/// assert_eq!(format!("{key:?}"), "[REDACTED]");
/// ```
#[derive(Clone)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// The bytes themselves. What the caller copies, the caller wipes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Secret text, such as a key as PASERK or PEM: redacted in every output, wiped on drop.
#[derive(Clone)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text itself. What the caller copies, the caller wipes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}
