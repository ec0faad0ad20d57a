//! Files that Fernet wraps, as Python's `cryptography` does.

mod keys;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{
    Capabilities, DeleteMode, FileSource, Secret, SecretError, SecretFuture, SecretPath,
    SecretSource, SetOptions, Version,
};
use crate::secret::SecretBytes;
use crate::secrets::BackendSettings;
use crate::secrets::fields::check_value;
use crate::secrets::file::Named;
use crate::toolbox::FernetKeys;

const NAME: &str = "fernet";

/// What every token starts with: the version, and a time before the year 2106.
const START: &str = "gAAAA";

/// Another source whose secrets Fernet wraps; `fernet:/path` is a wrapped file.
///
/// The first key wraps, all of them unwrap. They belong in a stronger place than what they wrap.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use std::sync::Arc;
/// use actix_paseto::secrets::{FernetSource, FileSource};
/// use actix_paseto::toolbox::{FernetKey, FernetKeys};
///
/// let keys = FernetKeys::new(FernetKey::generate()?);
/// let source = FernetSource::over(Arc::new(FileSource::new()), keys);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct FernetSource {
    inner: Arc<dyn SecretSource>,
    keys: Arc<FernetKeys>,
    /// Where keys of it lie in files.
    beside: Arc<[PathBuf]>,
    has_warned: Arc<AtomicBool>,
}

impl FernetSource {
    /// Over files, with the keys that the table `fernet` names, each from where it is kept.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] without a key, for one that is no Fernet key, and for one that is
    /// kept in a Fernet file itself; what keeps a key from being read, as it is.
    pub async fn connect(settings: &BackendSettings) -> Result<Self, SecretError> {
        let (keys, files) = keys::fetch(settings).await?;
        let folders = files.iter().filter_map(|file| folder(file)).collect();
        Ok(Self { beside: folders, ..Self::over(Arc::new(FileSource::new()), keys) })
    }

    /// Over any source.
    #[must_use]
    pub fn over(inner: Arc<dyn SecretSource>, keys: FernetKeys) -> Self {
        let (beside, has_warned) = (Arc::default(), Arc::default());
        Self { inner, keys: Arc::new(keys), beside, has_warned }
    }

    /// The token that wraps this content, as [`set`](SecretSource::set) would write it.
    #[must_use]
    pub fn wrap(&self, content: &SecretBytes) -> String {
        self.keys.seal(content.expose())
    }

    fn unwrap(&self, wrapped: &Secret, path: &SecretPath) -> Result<SecretBytes, SecretError> {
        let name = || path.to_string();
        let token = wrapped.text(NAME, path)?;
        if !token.expose().starts_with(START) {
            let what = "no Fernet token";
            return Err(SecretError::Malformed { backend: NAME, path: name(), what });
        }
        let what = "no key of ours opens it, or it has been changed";
        let refused = |_| SecretError::Sealed { backend: NAME, path: name(), what };
        let content = self.keys.open(token.expose()).map_err(refused)?;
        let is_empty = content.expose().trim_ascii().is_empty();
        let absent = SecretError::NotFound { backend: NAME, path: name() };
        if is_empty { Err(absent) } else { Ok(content) }
    }

    /// Whoever copies the folder has both: said once, for the operator to decide.
    fn warn_of_key_beside(&self, path: &SecretPath) {
        let own = folder(Path::new(path.name()));
        let is_beside = own.is_some_and(|own| self.beside.contains(&own));
        if is_beside && !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(target: "paseto", %path, "the Fernet key lies beside the file it wraps");
        }
    }
}

/// Where a file really lies.
fn folder(file: &Path) -> Option<PathBuf> {
    file.canonicalize().ok()?.parent().map(Path::to_owned)
}

impl SecretSource for FernetSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        Box::pin(async move {
            let wrapped = self.inner.get(path).await?;
            self.warn_of_key_beside(path);
            let bytes = self.unwrap(&wrapped, path)?;
            Ok(Secret { bytes, version: wrapped.version })
        })
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(async move {
            check_value(value, Named { backend: NAME, path: &path.to_string() })?;
            let token = SecretBytes::from(self.wrap(value).into_bytes());
            self.inner.set(path, &token, options).await
        })
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, mode: DeleteMode) -> SecretFuture<'a, ()> {
        self.inner.delete(path, mode)
    }

    fn exists<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, bool> {
        self.inner.exists(path)
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        self.inner.list(prefix)
    }
}

impl fmt::Debug for FernetSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FernetSource").field("inner", &self.inner).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
