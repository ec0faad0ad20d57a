//! Certificate authorities of the operator's own.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use reqwest::Certificate;

use super::{Outage, SecretError};

/// A bundle of every public authority is a quarter of it.
const LONGEST: usize = 1024 * 1024;

/// The certificates of a PEM file, read away from the threads that answer requests. `none` says
/// that there are none in it.
///
/// # Errors
///
/// [`SecretError::Inaccessible`], [`SecretError::Malformed`] or [`SecretError::TooLong`] for a file
/// that cannot be read, [`SecretError::Unavailable`] for one that is not read within `timeout`,
/// [`SecretError::Config`] for one without a certificate.
pub(super) async fn read(
    file: &Path,
    backend: &'static str,
    none: &'static str,
    timeout: Duration,
) -> Result<Vec<Certificate>, SecretError> {
    let file = file.to_owned();
    let work = tokio::task::spawn_blocking(move || content(&file, backend));
    let slow = SecretError::Unavailable { backend, cause: Outage::TimedOut };
    let broken = SecretError::Unavailable { backend, cause: Outage::Server };
    let read = tokio::time::timeout(timeout, work).await.map_err(|_| slow)?;
    let pem = read.map_err(|_| broken)??;
    let all = Certificate::from_pem_bundle(&pem).ok().filter(|all| !all.is_empty());
    all.ok_or(SecretError::Config { backend, what: none })
}

fn content(file: &Path, backend: &'static str) -> Result<Vec<u8>, SecretError> {
    let path = || file.display().to_string();
    let io =
        |error: io::Error| SecretError::Inaccessible { backend, path: path(), cause: error.kind() };
    // Opening a pipe would wait for whoever writes into it.
    if !file.metadata().map_err(io)?.is_file() {
        return Err(SecretError::Malformed { backend, path: path(), what: "not a regular file" });
    }
    let mut pem = Vec::new();
    let open = File::open(file).map_err(io)?;
    open.take(LONGEST as u64 + 1).read_to_end(&mut pem).map_err(io)?;
    if pem.len() > LONGEST {
        return Err(SecretError::TooLong { backend, path: path(), most: LONGEST });
    }
    Ok(pem)
}
