//! The Secret Service and the kernel's keyrings, each in a session that the test starts: a bus, a
//! keyring daemon and a session keyring of its own.

#[cfg(feature = "keyutils")]
mod keyutils;
#[cfg(feature = "secret-service")]
pub(crate) mod secret_service;
pub(crate) mod session;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{SecretError, SecretPath, SecretSource, SetOptions};

fn path(text: &str) -> SecretPath {
    SecretPath::parse(text).unwrap()
}

async fn read(source: &dyn SecretSource, at: &str) -> Result<Vec<u8>, SecretError> {
    source.get(&path(at)).await.map(|secret| secret.bytes.expose().to_vec())
}

async fn write(source: &dyn SecretSource, at: &str, value: &[u8]) -> Result<(), SecretError> {
    let value = SecretBytes::from(value.to_vec());
    source.set(&path(at), &value, SetOptions::Always).await.map(drop)
}

async fn delete(source: &dyn SecretSource, at: &str) -> Result<(), SecretError> {
    source.delete(&path(at), actix_paseto::secrets::DeleteMode::Recoverable).await
}

const CANARY: &str = "CANARY-kept-by-the-system";

/// Neither as text nor as a list of numbers, nor in what caused it.
fn shows_nothing(error: &SecretError) {
    use std::error::Error as _;
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("CANARY") && !shown.contains("67, 65, 78"), "{shown}");
    assert!(error.source().is_none(), "{shown}");
}
