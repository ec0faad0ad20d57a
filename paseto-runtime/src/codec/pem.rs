//! PEM: PKCS#8 for private keys (RFC 8410), SubjectPublicKeyInfo for public ones.

use ed25519::pkcs8::spki::der::pem::LineEnding;
use ed25519::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519::{KeypairBytes, PublicKeyBytes};

use super::error::KeyError;
use super::material::{Material, expand};
use crate::secret::SecretText;

pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with("-----BEGIN ")
}

pub(super) fn read(text: &str) -> Result<Material, KeyError> {
    if text.starts_with("-----BEGIN PUBLIC KEY-----") {
        let public = PublicKeyBytes::from_public_key_pem(text).map_err(|_| KeyError::Pem)?;
        return Ok(Material::Public(public.to_bytes()));
    }
    let pair = KeypairBytes::from_pkcs8_pem(text).map_err(|_| KeyError::Pem)?;
    let secret = expand(&pair.secret_key)?;
    // PKCS#8 version 2 carries the public key, too.
    if pair.public_key.is_some_and(|public| !secret.ends_with(&public.0)) {
        return Err(KeyError::Mismatch);
    }
    Ok(Material::Secret(secret))
}

/// PKCS#8 version 1, which every tool reads.
pub(super) fn write_private(seed: &[u8; 32]) -> Result<SecretText, KeyError> {
    let pair = KeypairBytes { secret_key: *seed, public_key: None };
    let mut text = pair.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::Pem)?;
    Ok(SecretText::from(std::mem::take(&mut *text)))
}

pub(super) fn write_public(bytes: &[u8; 32]) -> Result<String, KeyError> {
    PublicKeyBytes(*bytes).to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::Pem)
}
