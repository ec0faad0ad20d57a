//! Directories of secrets that a platform mounts.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::file::{self, Named, Shield, Walk};
use super::turn::Turn;
use super::{Capabilities, Secret, SecretError, SecretFuture, SecretPath, SecretSource, digest};
use crate::secret::SecretBytes;

const NAME: &str = "directory";

/// Kubernetes swaps its link to all files at once, and removes the old ones after that.
const SWAP: &str = "..data";
const MOST_SWAPS: usize = 50;

/// A directory of secrets that a platform mounts: Docker's and Kubernetes's `/run/secrets`, systemd's
/// credentials. A secret's name is that of its file; `#` names a field of a `.json`, `.toml` or
/// `.env` file.
///
/// Read anew each time, and read only. Names stay in the directory, symbolic links too, whatever
/// they lead to. The platform says who reads the files, so only such as every user can write are
/// refused. Hidden files are not listed.
#[derive(Debug, Clone)]
pub struct DirectorySource {
    folder: PathBuf,
    turn: Turn,
}

impl DirectorySource {
    /// Below this directory. As long as it is not there, nothing in it is known to be absent:
    /// [`SecretError::Inaccessible`].
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), turn: Turn::new(NAME) }
    }

    /// For one call. Default: 5 s.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.turn = self.turn.with_patience(timeout);
        self
    }
}

impl SecretSource for DirectorySource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { list: true, ..Capabilities::default() }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        let (folder, path) = (self.folder.clone(), path.clone());
        Box::pin(self.turn.run(move || {
            let bytes = read(&folder, &path)?;
            let version = Some(digest::of(bytes.expose()));
            Ok(Secret { bytes, version })
        }))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        let (folder, prefix) = (self.folder.clone(), prefix.to_owned());
        Box::pin(self.turn.run(move || {
            let mut names = names(&folder)?;
            names.retain(|name| name.starts_with(&prefix));
            names.sort_unstable();
            Ok(names)
        }))
    }
}

/// Once more if the file was gone between two looks at it: it has been swapped.
fn read(folder: &Path, path: &SecretPath) -> Result<SecretBytes, SecretError> {
    let shown = path.to_string();
    let named = Named { backend: NAME, path: &shown };
    if path.wanted_version().is_some() {
        let operation = "read older versions";
        return Err(SecretError::Unsupported { backend: NAME, operation });
    }
    let name = inner(path.name()).ok_or_else(|| named.malformed("a name that leads out"))?;
    let mut found = Err(named.absent());
    for _ in 0..MOST_SWAPS {
        found = read_once(folder, name, path.field(), named);
        let gone = [named.absent(), named.moved(), named.inaccessible(io::ErrorKind::NotFound)];
        let is_gone = |error: &SecretError| gone.contains(error);
        if !found.as_ref().is_err_and(is_gone) {
            break;
        }
    }
    found
}

fn read_once(
    folder: &Path,
    name: &Path,
    field: Option<&str>,
    named: Named<'_>,
) -> Result<SecretBytes, SecretError> {
    let root = folder.canonicalize().map_err(|error| named.inaccessible(error.kind()))?;
    let io = |error: io::Error| {
        let is_gone = error.kind() == io::ErrorKind::NotFound;
        if is_gone { named.absent() } else { named.inaccessible(error.kind()) }
    };
    let real = root.join(name).canonicalize().map_err(io)?;
    if !real.starts_with(&root) {
        return Err(named.malformed("a symbolic link that leads out"));
    }
    file::read_secret(&real, field, named, Shield::Mount)
}

/// A relative name without `.` and `..`, nor any of the names that Kubernetes keeps for itself.
fn inner(name: &str) -> Option<&Path> {
    let is_inner = |part: Component<'_>| match part {
        Component::Normal(part) => !part.as_encoded_bytes().starts_with(b".."),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            false
        }
    };
    let tidy = !name.split('/').any(str::is_empty) && !name.contains('\\');
    (tidy && Path::new(name).components().all(is_inner)).then(|| Path::new(name))
}

fn names(folder: &Path) -> Result<Vec<String>, SecretError> {
    let shown = folder.to_string_lossy();
    let named = Named { backend: NAME, path: &shown };
    let mut found = Vec::new();
    for _ in 0..MOST_SWAPS {
        let before = folder.join(SWAP).read_link().ok();
        let root = folder.canonicalize().map_err(|error| named.inaccessible(error.kind()))?;
        found = Walk::with_links(&root, named)?;
        if before == folder.join(SWAP).read_link().ok() {
            break;
        }
    }
    Ok(found)
}
