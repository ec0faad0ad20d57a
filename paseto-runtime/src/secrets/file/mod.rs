//! Files: one secret each, or several in one by their names.

#[cfg(unix)]
mod access;
mod dotenv;
mod edit;
mod fields;
mod list;
#[cfg(unix)]
mod lock;
mod named;
mod numbers;
mod place;
mod read;
mod tree;
#[cfg_attr(not(unix), path = "unwritten.rs")]
mod write;

use std::path::Path;
use std::time::Duration;

pub(super) use fields::Format;
pub(super) use list::Walk;
pub(super) use named::Named;
use place::Place;
pub(super) use place::read as read_secret;
#[cfg(feature = "tpm")]
pub(super) use read::whole;
pub(super) use read::{MAX_LEN, Shield, content};

#[cfg(feature = "tpm")]
pub(super) use write::{Change, change};

use super::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, Version, digest,
};
use crate::secret::SecretBytes;
use crate::secrets::turn::Turn;

const NAME: &str = "file";

/// The end of the name of a file that is being written.
const LEFT_OVER: &str = ".paseto-tmp";

/// The end of the name of the file whose lock keeps other writers away.
const LOCK: &str = ".paseto-lock";

/// Files by their paths: one secret each, or several in a `.json`, `.toml` or `.env` file, of which
/// `secrets.json#db/password` names one.
///
/// Read anew each time, up to 64 KiB. A file that other users can read is refused, unless it holds
/// a public key alone, or lies in `/run/secrets` or systemd's credentials directory.
///
/// A write replaces the file as a whole, for its owner alone from the first moment, so that readers
/// see the old content or the new. Two writers wait for each other, whichever process they are in.
/// Fields are written in `.json` files, whose other fields stay, and `.env` files, whose other lines
/// stay; not in `.toml` files. Nothing is written through a symbolic link. Versions are digests
/// under a key of this process: a [`SetOptions::IfVersion`] means nothing to any other. Files are
/// written on Unix alone.
///
/// Values in `.env` files may be quoted, over several lines too. `${…}` is refused, because some
/// programs expand it and some do not.
#[derive(Debug, Clone)]
pub struct FileSource {
    only: Option<String>,
    reads: Turn,
    /// Apart, so that no reader waits for a writer who waits for another.
    writes: Turn,
}

impl Default for FileSource {
    fn default() -> Self {
        Self { only: None, reads: Turn::new(NAME), writes: Turn::new(NAME) }
    }
}

impl FileSource {
    /// Every file that the process may use; secrets are named by paths.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One `.json`, `.toml` or `.env` file; secrets are named by what they are called in it.
    #[must_use]
    pub fn with_fields_of(file: impl Into<String>) -> Self {
        Self { only: Some(file.into()), ..Self::default() }
    }

    /// For one call: a disk of the network may hang. Default: 5 s.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.reads = self.reads.with_patience(timeout);
        self.writes = self.writes.with_patience(timeout);
        self
    }

    fn place(&self, path: &SecretPath) -> Result<Place, SecretError> {
        if path.wanted_version().is_some() {
            let operation = "read older versions";
            return Err(SecretError::Unsupported { backend: NAME, operation });
        }
        Ok(Place::of(self.only.as_deref(), path))
    }
}

impl SecretSource for FileSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        let write = cfg!(unix);
        Capabilities { write, compare_and_set: write, delete: write, list: true, versions: false }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        let place = self.place(path);
        Box::pin(self.reads.run(move || {
            let bytes = place?.read()?;
            let version = Some(digest::of(bytes.expose()));
            Ok(Secret { bytes, version })
        }))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        let (place, value) = (self.place(path), value.clone());
        Box::pin(self.writes.run(move || {
            place?.write(&value, &options)?;
            Ok(Some(digest::of(value.expose())))
        }))
    }

    /// For good in either mode: a file system brings nothing back.
    fn delete<'a>(&'a self, path: &'a SecretPath, _: DeleteMode) -> SecretFuture<'a, ()> {
        let place = self.place(path);
        Box::pin(self.writes.run(move || place?.delete()))
    }

    /// Of a folder: the files in it and below, links apart. Of `secrets.json#`: its fields.
    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        let (only, prefix) = (self.only.clone(), prefix.to_owned());
        Box::pin(self.reads.run(move || {
            let mut names = match only {
                Some(file) => fields_of(&file, &file)?,
                None => names_at(&prefix)?,
            };
            names.retain(|name| name.starts_with(&prefix));
            names.sort_unstable();
            names.dedup();
            Ok(names)
        }))
    }
}

fn names_at(prefix: &str) -> Result<Vec<String>, SecretError> {
    if let Some((file, _)) = prefix.rsplit_once('#') {
        let fields = fields_of(file, prefix)?;
        return Ok(fields.into_iter().map(|field| format!("{file}#{field}")).collect());
    }
    let Some(end) = prefix.rfind('/') else {
        let operation = "list secrets without a folder such as `/etc/app/`";
        return Err(SecretError::Unsupported { backend: NAME, operation });
    };
    let (folder, _) = prefix.split_at(end + 1);
    let named = Named { backend: NAME, path: prefix };
    Walk::without_links(Path::new(folder), folder, named)
}

fn fields_of(file: &str, shown: &str) -> Result<Vec<String>, SecretError> {
    let named = Named { backend: NAME, path: shown };
    let format = Format::needed(Path::new(file), named)?;
    match content(Path::new(file), named, Shield::Mode) {
        Ok(content) => format.names(&content, named),
        Err(SecretError::NotFound { .. }) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
