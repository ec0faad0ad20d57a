//! The source `tpm:`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::blob::TpmBlob;
use super::chip::Chip;
use super::conditions::Conditions;
use super::failure::Failure;
use super::{NAME, file, seal, unseal};
use crate::secret::SecretBytes;
use crate::secrets::fields::check_value;
use crate::secrets::file::Named;
use crate::secrets::turn::Turn;
use crate::secrets::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, TpmSettings, Version,
};

/// Blobs that a TPM 2.0 has sealed: `tpm:/run/secrets/paseto-local.blob`.
///
/// A path names a file with a [`TpmBlob`]; or, if there is no such file, the pair `….pub` and
/// `….priv` that `tpm2_create` has written under the key of
/// `tpm2_createprimary -C o -g sha256 -G ecc`. Its policy, if any, is that of `tpm.pcrs`, then of
/// `tpm.password`.
///
/// Every condition that is configured must be one of the blob's: a blob without a password does
/// not open where a password is set. A wrong password is tried once and counts towards the TPM's
/// lockout. What a file holds is replaced whole; `list` and fields (`#…`) are not supported.
///
/// Sealing keeps a secret; it does not say who sealed it. Whoever can write the file and use the TPM
/// can put another secret there, unless a password is set.
///
/// What crosses the bus is encrypted under a session that is salted with the storage root key. The
/// TSS keeps plaintext in buffers of its own for a moment, which we cannot wipe. It also prints
/// to standard error whatever goes wrong (numbers, never content): start the program with
/// `TSS2_LOG=all+NONE` to silence it. Use `device:/dev/tpmrm0`, which has a resource manager:
/// behind `/dev/tpm0` an operation that is killed leaves its handle in one of three places. Child
/// processes inherit the TSS's connection: one that is started during an operation keeps a TPM that
/// serves one client at a time (`/dev/tpm0`, swtpm) from everybody until it ends.
#[derive(Debug, Clone)]
pub struct TpmSource {
    conditions: Arc<Conditions>,
    chip: Turn,
    /// Apart from the chip and from each other: nobody waits for a disk, or for another writer, who
    /// needs neither.
    reads: Turn,
    writes: Turn,
}

/// Chips need up to a second for the root key, and other programs may have their turn first.
const PATIENCE: Duration = Duration::from_secs(10);

impl TpmSource {
    /// Reads the settings, and makes the storage root key once, to see that the TPM is there.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] for settings that make no sense, the error of `env:` or `file:`
    /// where the password is not to be had, [`SecretError::Unavailable`] without a TPM,
    /// [`SecretError::Unauthenticated`] if its owner hierarchy has an authorisation value.
    pub async fn connect(settings: &TpmSettings) -> Result<Self, SecretError> {
        Self::connect_within(settings, PATIENCE).await
    }

    /// As [`connect`](Self::connect), with this patience for this and every later operation
    /// instead of 10 seconds. Includes the time that other operations of this source take first.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_within(
        settings: &TpmSettings,
        patience: Duration,
    ) -> Result<Self, SecretError> {
        let conditions = Arc::new(Conditions::of(settings).await?);
        let turn = || Turn::new(NAME).with_patience(patience);
        let source = Self { conditions, chip: turn(), reads: turn(), writes: turn() };
        source.take("", |conditions| Chip::open(&conditions.device).map(drop)).await?;
        Ok(source)
    }

    /// Seals under the settings' conditions, registers with the values that they have now, and
    /// writes no file.
    ///
    /// # Errors
    ///
    /// [`SecretError::TooLong`] above 64 KiB; else of the TPM, with an empty path.
    pub async fn seal(&self, content: &SecretBytes) -> Result<TpmBlob, SecretError> {
        self.sealed("", content).await
    }

    /// Unseals what [`seal`](Self::seal) has made, or `tpm2_create`.
    ///
    /// # Errors
    ///
    /// [`SecretError::Sealed`] if a condition does not hold; else of the TPM, with an empty path.
    pub async fn unseal(&self, blob: &TpmBlob) -> Result<SecretBytes, SecretError> {
        let blob = blob.clone();
        self.take("", move |conditions| unseal::unseal(conditions, &blob)).await
    }

    async fn sealed(&self, path: &str, content: &SecretBytes) -> Result<TpmBlob, SecretError> {
        let content = content.clone();
        self.take(path, move |conditions| seal::seal(conditions, &content)).await
    }

    async fn read(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let (file, registers) = (file_of(path)?, self.conditions.registers);
        let read = self.reads.run(move || file::read(&file, registers)).await;
        let (blob, version) = read.inspect_err(|error| tell(path.name(), error))?;
        let content = self.take(path.name(), move |conditions| unseal::unseal(conditions, &blob));
        let content = content.await?;
        if content.expose().trim_ascii().is_empty() {
            return Err(Named { backend: NAME, path: path.name() }.absent());
        }
        Ok(Secret::new(content).with_version(version.as_str()))
    }

    /// In two turns: a TPM that answers after the caller has given up must not write any more.
    async fn write(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: SetOptions,
    ) -> Result<Version, SecretError> {
        let file = file_of(path)?;
        check_value(value, Named { backend: NAME, path: &path.to_string() })?;
        let blob = self.sealed(path.name(), value).await?.to_bytes();
        let written = self.writes.run(move || file::write(&file, blob, &options)).await;
        written.inspect_err(|error| tell(path.name(), error))
    }

    async fn take<T: Send + 'static>(
        &self,
        path: &str,
        call: impl FnOnce(&Conditions) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, SecretError> {
        let conditions = Arc::clone(&self.conditions);
        let named = path.to_owned();
        let call = move || call(&conditions).map_err(|failure| failure.at(&named));
        self.chip.run(call).await.inspect_err(|error| tell(path, error))
    }
}

fn tell(path: &str, error: &SecretError) {
    tracing::debug!(target: "paseto", backend = NAME, path, cause = %error, "refused");
}

impl SecretSource for TpmSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        let (list, versions) = (false, false);
        Capabilities { write: true, compare_and_set: true, delete: true, list, versions }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        Box::pin(self.read(path))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(async move { self.write(path, value, options).await.map(Some) })
    }

    /// For good in both modes.
    fn delete<'a>(&'a self, path: &'a SecretPath, _: DeleteMode) -> SecretFuture<'a, ()> {
        Box::pin(async move {
            let file = file_of(path)?;
            let deleted = self.writes.run(move || file::delete(&file)).await;
            deleted.inspect_err(|error| tell(path.name(), error))
        })
    }

    /// Looks at the file alone: an attempt to unseal may cost one of few.
    fn exists<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, bool> {
        Box::pin(async move {
            let file = file_of(path)?;
            self.reads.run(move || file::exists(&file)).await
        })
    }
}

fn file_of(path: &SecretPath) -> Result<PathBuf, SecretError> {
    let unsupported = match (path.field(), path.wanted_version()) {
        (Some(_), _) => Failure::Unsupported("keep fields; leave `#…` out"),
        (None, Some(_)) => Failure::Unsupported("keep older versions"),
        (None, None) => return Ok(PathBuf::from(path.name())),
    };
    Err(unsupported.at(path.name()))
}
