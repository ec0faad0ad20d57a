//! Who else may read or write a file.

use std::env;
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::{Named, Shield};
use crate::secrets::SecretError;

pub(super) enum Refusal {
    Exposed,
    Writable,
    Moved,
    Unknown(io::Error),
}

impl Refusal {
    pub(super) fn of(self, named: Named<'_>) -> SecretError {
        match self {
            Self::Exposed => SecretError::Exposed(named.path.to_owned()),
            Self::Writable => SecretError::Writable(named.path.to_owned()),
            Self::Moved => named.moved(),
            Self::Unknown(error) => named.inaccessible(error.kind()),
        }
    }
}

/// Asks the open file, not the path: between two looks at a path it can change its meaning.
pub(super) fn check(file: &File, path: &Path, bytes: &[u8], shield: Shield) -> Result<(), Refusal> {
    let (open, file) = (file, file.metadata().map_err(Refusal::Unknown)?);
    match shield {
        Shield::Mode => of_mode(&file, path, bytes),
        Shield::Mount if file.mode() & 0o002 != 0 => Err(Refusal::Writable),
        // A folder on the way may have become a link since the path was resolved.
        Shield::Mount if !is_at(path, open, &file) => Err(Refusal::Moved),
        Shield::Mount => Ok(()),
    }
}

fn of_mode(file: &Metadata, path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let public = is_public(bytes);
    let (others, group) = if public { (0o002, 0o020) } else { (0o007, 0o070) };
    if file.mode() & (others | group) == 0 {
        return Ok(());
    }
    if file.mode() & others != 0 && !is_under(path, file, &trusted_dirs()) {
        return Err(if public { Refusal::Writable } else { Refusal::Exposed });
    }
    tracing::warn!(target: "paseto", path = %path.display(), "key file is open to other users");
    Ok(())
}

/// Directories whose files the platform shields, whatever their mode says: Docker and
/// Kubernetes secrets, systemd credentials.
fn trusted_dirs() -> Vec<PathBuf> {
    let credentials = env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    [Some(PathBuf::from("/run/secrets")), credentials].into_iter().flatten().collect()
}

/// Whether the open file lies at this path, on which no link is. The kernel knows of the file itself
/// where it lies; elsewhere the path is looked at again.
fn is_at(path: &Path, open: &File, file: &Metadata) -> bool {
    if let Ok(place) = std::fs::read_link(format!("/proc/self/fd/{}", open.as_raw_fd())) {
        return place == path;
    }
    let is_file = |now: Metadata| (now.dev(), now.ino()) == (file.dev(), file.ino());
    path.canonicalize().is_ok_and(|real| real == path) && path.symlink_metadata().is_ok_and(is_file)
}

/// Where the path leads by now counts only if the open file is still what lies there.
fn is_under(path: &Path, file: &Metadata, dirs: &[PathBuf]) -> bool {
    let is_file = |now: Metadata| (now.dev(), now.ino()) == (file.dev(), file.ino());
    let real = path.canonicalize().ok();
    let real = real.filter(|real| real.symlink_metadata().is_ok_and(is_file));
    let dirs = dirs.iter().filter(|dir| dir.is_absolute());
    let mut dirs = dirs.filter_map(|dir| dir.canonicalize().ok());
    real.is_some_and(|real| dirs.any(|dir| real.starts_with(dir)))
}

/// One public key and nothing beside it.
fn is_public(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim_ascii();
    let paserk = text.starts_with("k4.public.") && !text.contains(char::is_whitespace);
    let pem = text.starts_with("-----BEGIN PUBLIC KEY-----");
    paserk || (pem && text.matches("-----BEGIN").count() == 1)
}
