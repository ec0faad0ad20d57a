//! The keys of one field: which field, and which record, is part of what is authenticated.

use crate::toolbox::aes::AesKeys;

/// Opens and seals the values of one field, and of no other.
///
/// The name is authenticated with each value, so a ciphertext that is moved to another field does
/// not open. With [`record`](Self::record) it does not open in another row either.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::toolbox::{AesKey, AesKeys, FieldKey};
///
/// let keys = AesKeys::new(AesKey::generate()?);
/// let iban = FieldKey::new(&keys, "customer.iban");
/// let of_alice = iban.record("alice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct FieldKey {
    keys: AesKeys,
    name: String,
    record: Option<String>,
}

impl FieldKey {
    /// `name` is part of the format: values do not open under another one. Table and column serve.
    #[must_use]
    pub fn new(keys: &AesKeys, name: impl Into<String>) -> Self {
        Self { keys: keys.clone(), name: name.into(), record: None }
    }

    /// The key of one record's field. `id` must not change, nor be reused.
    #[must_use]
    pub fn record(&self, id: impl Into<String>) -> Self {
        Self { record: Some(id.into()), ..self.clone() }
    }

    pub(super) const fn keys(&self) -> &AesKeys {
        &self.keys
    }

    /// PASETO's pre-authentication encoding, in which no two lists of parts look alike.
    pub(super) fn context(&self) -> Vec<u8> {
        let parts = [Some("actix-paseto field 1"), Some(&self.name), self.record.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let mut encoded = length(parts.len()).to_vec();
        for part in parts {
            encoded.extend_from_slice(&length(part.len()));
            encoded.extend_from_slice(part.as_bytes());
        }
        encoded
    }
}

fn length(of: usize) -> [u8; 8] {
    // A usize has at most 64 bits on every platform that Rust knows.
    u64::try_from(of).unwrap_or(u64::MAX).to_le_bytes()
}
