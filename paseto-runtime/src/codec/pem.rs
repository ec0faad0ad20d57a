//! PEM: PKCS#8 for private keys (RFC 8410 §7), SubjectPublicKeyInfo for public ones (§4).

use pkcs8::der::asn1::{BitStringRef, OctetStringRef};
use pkcs8::der::pem::PemLabel as _;
use pkcs8::der::{Decode as _, Document, Encode as _, SecretDocument};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use pkcs8::{AlgorithmIdentifierRef, LineEnding, ObjectIdentifier, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::material::{Material, expand};
use crate::secret::SecretText;

/// `id-Ed25519`, which has no parameters (RFC 8410 §3).
const ED25519: AlgorithmIdentifierRef<'static> =
    AlgorithmIdentifierRef { oid: ObjectIdentifier::new_unwrap("1.3.101.112"), parameters: None };

pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with("-----BEGIN ")
}

pub(super) fn read(text: &str) -> Result<Material, KeyError> {
    if text.starts_with("-----BEGIN PUBLIC KEY-----") {
        return read_public(text).ok_or(KeyError::Pem).map(Material::Public);
    }
    let document = read_private(text).ok_or(KeyError::Pem)?;
    let info = PrivateKeyInfoRef::from_der(document.as_bytes()).map_err(|_| KeyError::Pem)?;
    let secret = expand(&*seed(&info).ok_or(KeyError::Pem)?)?;
    // PKCS#8 version 2 carries the public key, too.
    let public = info.public_key.map(|bits| bits.as_bytes().ok_or(KeyError::Pem)).transpose()?;
    match public {
        Some(public) if public.len() != 32 => Err(KeyError::Pem),
        Some(public) if !secret.ends_with(public) => Err(KeyError::Mismatch),
        Some(_) | None => Ok(Material::Secret(secret)),
    }
}

fn read_private(text: &str) -> Option<SecretDocument> {
    let (label, document) = SecretDocument::from_pem(text).ok()?;
    (label == PrivateKeyInfoRef::PEM_LABEL).then_some(document)
}

/// The seed is an OCTET STRING within the OCTET STRING.
fn seed(info: &PrivateKeyInfoRef<'_>) -> Option<Zeroizing<[u8; 32]>> {
    let inner = <&OctetStringRef>::from_der(info.private_key.as_bytes()).ok()?;
    let seed = <[u8; 32]>::try_from(inner.as_bytes()).ok().map(Zeroizing::new);
    seed.filter(|_| info.algorithm == ED25519)
}

fn read_public(text: &str) -> Option<[u8; 32]> {
    let (label, document) = Document::from_pem(text).ok()?;
    let info = SubjectPublicKeyInfoRef::from_der(document.as_bytes()).ok()?;
    let is_ours = label == SubjectPublicKeyInfoRef::PEM_LABEL && info.algorithm == ED25519;
    info.subject_public_key.as_bytes().filter(|_| is_ours)?.try_into().ok()
}

/// PKCS#8 version 1, which every tool reads.
pub(super) fn write_private(seed: &[u8; 32]) -> Result<SecretText, KeyError> {
    encode_private(seed).map_err(|_| KeyError::Pem)
}

fn encode_private(seed: &[u8; 32]) -> Result<SecretText, pkcs8::der::Error> {
    let inner = Zeroizing::new(OctetStringRef::new(seed)?.to_der()?);
    let info = PrivateKeyInfoRef::new(ED25519, OctetStringRef::new(&inner)?);
    let document = SecretDocument::encode_msg(&info)?;
    let mut text = document.to_pem(PrivateKeyInfoRef::PEM_LABEL, LineEnding::LF)?;
    Ok(SecretText::from(std::mem::take(&mut *text)))
}

pub(super) fn write_public(bytes: &[u8; 32]) -> Result<String, KeyError> {
    encode_public(bytes).map_err(|_| KeyError::Pem)
}

fn encode_public(bytes: &[u8; 32]) -> Result<String, pkcs8::der::Error> {
    let subject_public_key = BitStringRef::new(0, bytes)?;
    let info = SubjectPublicKeyInfoRef { algorithm: ED25519, subject_public_key };
    Document::encode_msg(&info)?.to_pem(SubjectPublicKeyInfoRef::PEM_LABEL, LineEnding::LF)
}
