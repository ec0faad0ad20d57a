//! Vault, by way of `OpenBao`.

pub mod bao;

mod canaries;
mod faults;
mod guard;
mod lasting;
mod lists;
mod logins;
mod replaced;
mod rollover;
mod tls;
mod tokens;
mod variables;
mod versions;
mod wrapping;
mod writers;

use std::error::Error;
use std::fmt::Debug;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{Secret, SecretError, SecretPath, VaultSettings, VaultSource};

fn path(text: &str) -> SecretPath {
    SecretPath::parse(text).unwrap()
}

fn bytes(text: &str) -> SecretBytes {
    text.as_bytes().to_vec().into()
}

fn text(secret: &Secret) -> &str {
    std::str::from_utf8(secret.bytes.expose()).unwrap()
}

async fn connect(settings: &VaultSettings) -> VaultSource {
    VaultSource::connect(settings).await.unwrap()
}

/// The error, which shows nothing of a secret.
fn refused<T: Debug>(result: Result<T, SecretError>) -> SecretError {
    let error = result.unwrap_err();
    silent(&error);
    error
}

fn silent(error: &SecretError) {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut inner = error.source();
    while let Some(cause) = inner {
        shown += &format!("{cause} {cause:?}");
        inner = cause.source();
    }
    assert!(!shown.contains("CANARY"), "{shown}");
}
