//! Files that Fernet wraps, shared with Python's `cryptography`.

mod canaries;
mod drawer;
mod files;
mod keys;
#[path = "../../toolbox/peer.rs"]
#[allow(dead_code, unreachable_pub, reason = "the toolbox asks more of it")]
mod peer;
mod written;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use actix_paseto::secret::{SecretBytes, SecretText};
use actix_paseto::secrets::{
    BackendSettings, FernetSource, SecretError, SecretPath, SecretRef, SecretSource as _,
};
use actix_paseto::toolbox::FernetKey;

fn path(text: impl AsRef<Path>) -> SecretPath {
    SecretPath::parse(text.as_ref().to_str().unwrap()).unwrap()
}

fn key() -> String {
    FernetKey::generate().unwrap().to_text().expose().to_owned()
}

/// For its owner alone.
fn put(file: &Path, content: impl AsRef<[u8]>) {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

async fn connect(keys: &[&str]) -> Result<FernetSource, SecretError> {
    let parse = |text: &&str| SecretRef::parse(&SecretText::from((*text).to_owned())).unwrap();
    let mut settings = BackendSettings::default();
    settings.fernet.keys = keys.iter().map(parse).collect();
    FernetSource::connect(&settings).await
}

async fn read(keys: &[&str], file: &Path) -> Result<SecretBytes, SecretError> {
    connect(keys).await?.get(&path(file)).await.map(|secret| secret.bytes)
}
