//! What comes in, and what goes out: secrets to files for their owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use actix_paseto::secret::{SecretBytes, SecretText};
use actix_paseto::secrets::{FileSource, SecretPath, SecretRef, SecretSource as _};

use crate::arguments::{Arguments, Failure};

/// No key and no PEM comes near it.
const LONGEST: u64 = 64 * 1024;

/// The Base64 of 32 bytes has three characters more.
const SHORTEST_KEY: usize = 40;

/// Reads a file, or standard input for `-` and for nothing. A file that every user can read holds
/// no secret, so none is taken from there.
pub(crate) async fn read(file: Option<&str>) -> Result<SecretBytes, Failure> {
    let Some(file) = file.filter(|file| *file != "-") else { return standard_input() };
    Ok(FileSource::new().get(&name(file)?).await?.bytes)
}

/// A key in the place of a name is refused before anybody says it.
pub(crate) fn name(file: &str) -> Result<SecretPath, Failure> {
    if is_plain(file) {
        return SecretPath::parse(file).ok_or_else(|| "no name of a file".into());
    }
    match SecretRef::parse(&SecretText::from(format!("file:{file}")))? {
        SecretRef::Stored { path, .. } => Ok(path),
        SecretRef::Literal(_) | _ => Err("no name of a file".into()),
    }
}

/// `k4.key` begins like a key and is none: it is too short, and its second word is no word of
/// PASERK's.
fn is_plain(file: &str) -> bool {
    let kind = file.split('.').nth(1).unwrap_or_default();
    let kind = kind.split('-').next().unwrap_or_default();
    let is_paserk = ["local", "secret", "public", "seal", "lid", "sid", "pid"].contains(&kind);
    file.len() < SHORTEST_KEY && !is_paserk && !file.is_empty()
}

fn standard_input() -> Result<SecretBytes, Failure> {
    let mut bytes = Vec::with_capacity(2 * LONGEST as usize);
    io::stdin().take(LONGEST + 1).read_to_end(&mut bytes)?;
    let bytes = SecretBytes::from(bytes);
    match bytes.expose().len() as u64 {
        0 => Err("standard input is empty".into()),
        1..=LONGEST => Ok(bytes),
        _ => Err("standard input is longer than 64 KiB".into()),
    }
}

/// The same as text.
pub(crate) async fn read_text(file: Option<&str>) -> Result<SecretText, Failure> {
    let bytes = read(file).await?;
    let text = std::str::from_utf8(bytes.expose()).map_err(|_| "the file is not UTF-8")?;
    Ok(SecretText::from(text.trim_ascii().to_owned()))
}

/// A file to be made.
pub(crate) struct Target {
    #[cfg_attr(not(feature = "tpm"), allow(dead_code, reason = "the TPM writes it itself"))]
    path: SecretPath,
    file: PathBuf,
    force: bool,
}

impl Target {
    /// `--to FILE` and `--force`.
    pub(crate) fn of(arguments: &mut Arguments) -> Result<Option<Self>, Failure> {
        let force = arguments.flag("--force");
        let file = arguments.value("--to")?;
        match file {
            Some(file) => Self::new(&file, force).map(Some),
            None if force => Err(Failure::Usage("--force goes with --to")),
            None => Ok(None),
        }
    }

    fn new(file: &str, force: bool) -> Result<Self, Failure> {
        Ok(Self { path: name(file)?, file: file.into(), force })
    }

    /// For what must not be printed.
    pub(crate) fn required(arguments: &mut Arguments) -> Result<Self, Failure> {
        Self::of(arguments)?.ok_or(Failure::Usage("say which file to make: --to FILE"))
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    #[cfg(feature = "tpm")]
    pub(crate) const fn path(&self) -> &SecretPath {
        &self.path
    }

    #[cfg(feature = "tpm")]
    pub(crate) const fn is_forced(&self) -> bool {
        self.force
    }

    /// Makes the file, complete or not at all; with `--force` it takes the place of another.
    pub(crate) fn write(&self, content: &[u8], mode: u32) -> Result<(), Failure> {
        if !self.force {
            let file = create(&self.file, mode).map_err(|error| self.failure(&error))?;
            return fill(file, content).map_err(|error| {
                drop(fs::remove_file(&self.file));
                self.failure(&error)
            });
        }
        let mut name = self.file.clone().into_os_string();
        name.push(format!(".{}.new", std::process::id()));
        let new = PathBuf::from(name);
        let written = create(&new, mode).and_then(|file| fill(file, content));
        written.and_then(|()| fs::rename(&new, &self.file)).map_err(|error| {
            drop(fs::remove_file(&new));
            self.failure(&error)
        })
    }

    fn failure(&self, error: &io::Error) -> Failure {
        if error.kind() == io::ErrorKind::AlreadyExists {
            return self.exists();
        }
        format!("{} cannot be written: {}", self.file.display(), error.kind()).into()
    }

    pub(crate) fn exists(&self) -> Failure {
        format!("{} exists; --force replaces it", self.file.display()).into()
    }
}

/// The mode is there before the content.
fn create(file: &Path, mode: u32) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let _ = mode;
    options.open(file)
}

fn fill(mut file: File, content: &[u8]) -> io::Result<()> {
    file.write_all(content)?;
    file.sync_all()
}
