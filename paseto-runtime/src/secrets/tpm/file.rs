//! Blobs in files: read whole, written whole or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::NAME;
use super::blob::TpmBlob;
use super::envelope::MOST;
use super::failure::Failure;
use super::registers::Registers;
use crate::secrets::file::{Change, Named, change, whole};
use crate::secrets::{SecretError, SetOptions, Version};
use crate::toolbox::DigestAlgorithm;

/// The longest file: the longest content, and more than a sealed object and a header take.
const MOST_IN_FILE: usize = MOST + 4 * 1024;

/// A blob, and the digest of its file. Registers of a pair of tpm2-tools are not written in it.
pub(super) fn read(path: &Path, registers: Registers) -> Result<(TpmBlob, Version), SecretError> {
    let shown = path.to_string_lossy();
    let of_blob = |failure: Failure| failure.at(&shown);
    match bytes(path, &shown) {
        Ok(found) => Ok((TpmBlob::read(&found).map_err(of_blob)?, version(&found))),
        Err(SecretError::NotFound { .. }) => {
            let public = bytes(&part(path, "pub"), &shown)?;
            let private = bytes(&part(path, "priv"), &shown)?;
            let both = [public.as_slice(), &private].concat();
            let blob = TpmBlob::join(&public, &private, registers).map_err(of_blob)?;
            Ok((blob, version(&both)))
        }
        Err(other) => Err(other),
    }
}

/// Of a file that is there, whatever is in it.
pub(super) fn exists(path: &Path) -> Result<bool, SecretError> {
    let shown = path.to_string_lossy();
    let is_there =
        |path: &Path| match path.metadata().map_err(|error| named(&shown).io(path, &error)) {
            Ok(_) => Ok(true),
            Err(SecretError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        };
    Ok(is_there(path)? || (is_there(&part(path, "pub"))? && is_there(&part(path, "priv"))?))
}

pub(super) fn write(
    path: &Path,
    blob: Vec<u8>,
    options: &SetOptions,
) -> Result<Version, SecretError> {
    let shown = path.to_string_lossy();
    let version = version(&blob);
    change(path, named(&shown), || {
        if !options.permit(|| exists(path), || now(path))? {
            return Err(named(&shown).conflict());
        }
        Ok(Change::Content(blob.into()))
    })?;
    Ok(version)
}

/// The blob, or both files of a pair.
pub(super) fn delete(path: &Path) -> Result<(), SecretError> {
    let shown = path.to_string_lossy();
    let remove = |path: &Path| change(path, named(&shown), || Ok(Change::Removal));
    match remove(path) {
        Err(SecretError::NotFound { .. }) => {
            remove(&part(path, "priv"))?;
            remove(&part(path, "pub"))
        }
        done => done,
    }
}

fn now(path: &Path) -> Result<Option<Version>, SecretError> {
    match read(path, Registers::default()) {
        Ok((_, version)) => Ok(Some(version)),
        Err(SecretError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn bytes(path: &Path, shown: &str) -> Result<Vec<u8>, SecretError> {
    whole(path, MOST_IN_FILE, named(shown)).map(|mut bytes| std::mem::take(&mut *bytes))
}

const fn named(shown: &str) -> Named<'_> {
    Named { backend: NAME, path: shown }
}

/// Beside the whole name: `x.pub` for `x`, `x.y.pub` for `x.y`.
fn part(path: &Path, extension: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// Of what is sealed, so it says nothing of the content.
fn version(bytes: &[u8]) -> Version {
    DigestAlgorithm::Sha256.digest(bytes).hex().into()
}
