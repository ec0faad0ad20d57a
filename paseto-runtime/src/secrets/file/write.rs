//! Changes to files, seen by every reader whole or not at all.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{self as unix, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use super::fields::Content;
use super::lock::Lock;
use super::named::{beside, folder_of};
use super::{LEFT_OVER, Named, read};
use crate::secrets::SecretError;

/// What becomes of a file.
pub(in crate::secrets) enum Change {
    Content(Content),
    Removal,
}

/// Decides on a change while no other writer can, and makes it.
pub(in crate::secrets) fn change(
    file: &Path,
    named: Named<'_>,
    decide: impl FnOnce() -> Result<Change, SecretError>,
) -> Result<(), SecretError> {
    // A folder that is gone is no absent secret.
    let io = |error: io::Error| named.inaccessible(error.kind());
    let folder = folder_of(file);
    let synced = File::open(folder).map_err(io)?;
    let _lock = Lock::take(folder, file, named)?;
    let old = old(file, named)?;
    match decide()? {
        Change::Content(content) => replace(folder, file, &content, old.as_ref(), named)?,
        Change::Removal => fs::remove_file(file).map_err(|error| named.io(file, &error))?,
    }
    synced.sync_all().map_err(io)
}

/// A link would be replaced by a file, and what it led to would stay as it was. Where Kubernetes
/// has made it, only Kubernetes can write.
fn old(file: &Path, named: Named<'_>) -> Result<Option<Metadata>, SecretError> {
    match file.symlink_metadata() {
        Ok(old) if old.is_symlink() => Err(SecretError::Unsupported {
            backend: named.backend,
            operation: "write through a symbolic link",
        }),
        Ok(old) => read::regular(&old, named).map(|()| Some(old)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named.io(file, &error)),
    }
}

fn replace(
    folder: &Path,
    file: &Path,
    content: &[u8],
    old: Option<&Metadata>,
    named: Named<'_>,
) -> Result<(), SecretError> {
    let io = |error: io::Error| named.inaccessible(error.kind());
    let beside = beside(folder, file, LEFT_OVER, named)?;
    // Under the lock it can only be what a writer left that was killed.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
        Ok(()) | Err(_) => {}
    }
    let done = fill(&beside, content, old, named);
    let done = done.and_then(|()| fs::rename(&beside, file).map_err(io));
    if done.is_err() {
        drop(fs::remove_file(&beside));
    }
    done
}

/// Never for more eyes than before, from the first moment on: who has it open by then reads what
/// comes later.
fn fill(
    beside: &Path,
    content: &[u8],
    old: Option<&Metadata>,
    named: Named<'_>,
) -> Result<(), SecretError> {
    let io = |error: io::Error| named.inaccessible(error.kind());
    let mut file = File::options();
    let mut file = file.write(true).create_new(true).mode(ALONE).open(beside).map_err(io)?;
    if let Some(old) = old {
        hand_over(&file, old).map_err(|_| SecretError::Unsupported {
            backend: named.backend,
            operation: "write a file and keep its owner and group; let its owner write it",
        })?;
    }
    file.write_all(content).and_then(|()| file.sync_all()).map_err(io)
}

/// The owner first: with the mode of a group that is not yet the right one, others could open it.
fn hand_over(file: &File, old: &Metadata) -> io::Result<()> {
    let own = file.metadata()?;
    if (old.uid(), old.gid()) != (own.uid(), own.gid()) {
        unix::fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(Permissions::from_mode(old.mode() & KEPT))
}

const ALONE: u32 = 0o600;
/// Of the mode of a file that is replaced: its group may go on reading.
const KEPT: u32 = 0o640;
