//! Variables, files and mounted directories.

mod directory;
mod dotenv;
mod fields;
mod hostile;
mod plain;
mod races;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use actix_paseto::secrets::{FileSource, SecretError, SecretPath, SecretSource as _};

fn path(text: impl AsRef<Path>) -> SecretPath {
    SecretPath::parse(text.as_ref().to_str().unwrap()).unwrap()
}

fn field(file: &Path, field: &str) -> SecretPath {
    path(format!("{}#{field}", file.display()))
}

pub(crate) fn put(file: &Path, content: &str, mode: u32) {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, Permissions::from_mode(mode)).unwrap();
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

async fn read(path: &SecretPath) -> Result<String, SecretError> {
    let secret = FileSource::new().get(path).await?;
    Ok(String::from_utf8(secret.bytes.expose().to_vec()).unwrap())
}
