//! Keys in files: how much is read, and who else may read it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::SecretError;
use crate::secret::SecretText;

/// No key and no PEM comes near it.
const MAX_LEN: usize = 64 * 1024;

pub(super) fn read(path: &Path) -> Result<SecretText, SecretError> {
    let unreadable = |cause: io::Error| {
        if cause.kind() == io::ErrorKind::NotFound {
            return SecretError::FileNotFound(path.to_owned());
        }
        SecretError::Unreadable { path: path.to_owned(), cause }
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let bytes = read_bytes(&mut file).map_err(unreadable)?;
    if bytes.len() > MAX_LEN {
        return Err(SecretError::TooLong(path.to_owned()));
    }
    let raw = std::str::from_utf8(&bytes).map_err(|_| SecretError::NotText("file:"))?;
    let text = trimmed(raw).ok_or_else(|| SecretError::FileNotFound(path.to_owned()))?;
    #[cfg(unix)]
    access::check(&file, path, &text, &access::trusted_dirs()).map_err(
        |refusal| match refusal {
            access::Refusal::Exposed => SecretError::Exposed(path.to_owned()),
            access::Refusal::Writable => SecretError::Writable(path.to_owned()),
            access::Refusal::Unknown(cause) => unreadable(cause),
        },
    )?;
    Ok(text)
}

/// `None` if nothing is left.
pub(super) fn trimmed(raw: &str) -> Option<SecretText> {
    let text = raw.trim_ascii();
    (!text.is_empty()).then(|| text.to_owned().into())
}

/// At most one byte more than is allowed. A buffer that grows would leave copies behind.
fn read_bytes(file: &mut File) -> io::Result<Zeroizing<Vec<u8>>> {
    let limit = MAX_LEN + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(limit + READ_AHEAD));
    file.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// `read_to_end` asks for this much room before it believes in the end of the file.
const READ_AHEAD: usize = 64;

#[cfg(unix)]
mod access {
    use std::env;
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Path, PathBuf};

    use crate::secret::SecretText;

    pub(super) enum Refusal {
        Exposed,
        Writable,
        Unknown(io::Error),
    }

    /// Directories whose files the platform shields, whatever their mode says: Docker and
    /// Kubernetes secrets, systemd credentials.
    pub(super) fn trusted_dirs() -> Vec<PathBuf> {
        let credentials = env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        [Some(PathBuf::from("/run/secrets")), credentials].into_iter().flatten().collect()
    }

    /// Asks the open file, not the path: between two looks at a path it can change its meaning.
    pub(super) fn check(
        file: &File,
        path: &Path,
        text: &SecretText,
        trusted: &[PathBuf],
    ) -> Result<(), Refusal> {
        let file = file.metadata().map_err(Refusal::Unknown)?;
        let public = is_public(text.expose());
        let (others, group) = if public { (0o002, 0o020) } else { (0o007, 0o070) };
        if file.mode() & (others | group) == 0 {
            return Ok(());
        }
        if file.mode() & others != 0 && !is_under(path, &file, trusted) {
            return Err(if public { Refusal::Writable } else { Refusal::Exposed });
        }
        tracing::warn!(target: "paseto", path = %path.display(), "key file is open to other users");
        Ok(())
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
    fn is_public(text: &str) -> bool {
        let paserk = text.starts_with("k4.public.") && !text.contains(char::is_whitespace);
        let pem = text.starts_with("-----BEGIN PUBLIC KEY-----");
        paserk || (pem && text.matches("-----BEGIN").count() == 1)
    }
}
