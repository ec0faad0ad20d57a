//! One writer at a time, whichever process it is in.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::named::beside;
use super::{LOCK, Named};
use crate::secrets::{Outage, SecretError};

/// Another writer holds the lock for a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(5);

/// A lock on a file beside the one that is written, which would take it along when it is replaced.
/// Not on the folder: who may read that could hold it. Gone with the process, however that ends.
pub(super) struct Lock {
    path: PathBuf,
    /// Released after the file is gone.
    _held: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

impl Lock {
    pub(super) fn take(folder: &Path, file: &Path, named: Named<'_>) -> Result<Self, SecretError> {
        let path = beside(folder, file, LOCK, named)?;
        let begun = Instant::now();
        loop {
            match attempt(&path).map_err(|error| named.inaccessible(error.kind()))? {
                Some(held) => return Ok(Self { path, _held: held }),
                None if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
                None => {
                    let (backend, cause) = (named.backend, Outage::TimedOut);
                    return Err(SecretError::Unavailable { backend, cause });
                }
            }
        }
    }
}

/// `None` while another writer holds it.
fn attempt(path: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    let held = match options.write(true).create(true).truncate(false).mode(0o600).open(path) {
        // Of another user, who is writing.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.exists() => {
            return Ok(None);
        }
        held => held?,
    };
    match held.try_lock() {
        Ok(()) if is_at(&held, path)? => Ok(Some(held)),
        // Who held it has removed it since it was opened.
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn is_at(held: &File, path: &Path) -> io::Result<bool> {
    let held = held.metadata()?;
    let now = path.symlink_metadata();
    Ok(now.is_ok_and(|now| (now.dev(), now.ino()) == (held.dev(), held.ino())))
}
