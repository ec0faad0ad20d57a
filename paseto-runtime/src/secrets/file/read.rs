//! How much of a file is read, and of which files.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::Named;
use crate::secrets::SecretError;

/// No key and no PEM comes near it.
pub(in crate::secrets) const MAX_LEN: usize = 64 * 1024;

/// Who keeps other users away from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::secrets) enum Shield {
    /// Its mode.
    Mode,
    /// The platform that has mounted its directory.
    Mount,
}

/// The whole file, at most [`MAX_LEN`] bytes; empty ones are as good as absent.
pub(in crate::secrets) fn content(
    file: &Path,
    named: Named<'_>,
    shield: Shield,
) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let mut open = open(file, named)?;
    let bytes = bounded(&mut open, MAX_LEN, named)?;
    if bytes.trim_ascii().is_empty() {
        return Err(named.absent());
    }
    #[cfg(unix)]
    super::access::check(&open, file, &bytes, shield).map_err(|refusal| refusal.of(named))?;
    #[cfg(not(unix))]
    let _ = shield;
    Ok(bytes)
}

/// The whole file, at most `most` bytes, whoever may read it.
#[cfg(feature = "tpm")]
pub(in crate::secrets) fn whole(
    file: &Path,
    most: usize,
    named: Named<'_>,
) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    bounded(&mut open(file, named)?, most, named)
}

fn open(file: &Path, named: Named<'_>) -> Result<File, SecretError> {
    let io = |error: io::Error| named.io(file, &error);
    // Before it is opened: opening a pipe would wait for whoever writes into it.
    regular(&file.metadata().map_err(io)?, named)?;
    let open = File::open(file).map_err(io)?;
    regular(&open.metadata().map_err(io)?, named)?;
    Ok(open)
}

/// A device has no end, and a pipe none that is known.
pub(in crate::secrets) fn regular(file: &Metadata, named: Named<'_>) -> Result<(), SecretError> {
    if file.is_dir() {
        return Err(named.inaccessible(io::ErrorKind::IsADirectory));
    }
    if file.is_file() { Ok(()) } else { Err(named.malformed("not a regular file")) }
}

/// At most one byte more than is allowed. A buffer that grows would leave copies behind.
fn bounded(
    file: &mut File,
    most: usize,
    named: Named<'_>,
) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let limit = most + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit + READ_AHEAD));
    let read = file.take(limit as u64).read_to_end(&mut bytes);
    read.map_err(|error| named.inaccessible(error.kind()))?;
    if bytes.len() > most { Err(named.too_long(most)) } else { Ok(bytes) }
}

/// `read_to_end` asks for this much room before it believes in the end of the file.
const READ_AHEAD: usize = 64;
