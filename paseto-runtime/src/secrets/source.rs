//! Where secrets are kept: the one interface to every backend.

use std::fmt::Debug;
use std::pin::Pin;

use super::{Secret, SecretError, SecretPath, Version};
use crate::secret::SecretBytes;

/// The answer of a source, once it comes.
pub type SecretFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, SecretError>> + Send + 'a>>;

/// A place where secrets are kept.
///
/// Only the start of the program and the thread that refreshes keys wait for one; no request ever
/// does. Implement it for a backend of your own, and name it in the configuration by way of
/// [`PasetoBuilder::source`](crate::web::PasetoBuilder):
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secret::SecretBytes;
/// use actix_paseto::secrets::{Secret, SecretError, SecretFuture, SecretPath, SecretSource};
///
/// #[derive(Debug)]
/// struct Drawer;
///
/// impl SecretSource for Drawer {
///     fn name(&self) -> &'static str {
///         "drawer"
///     }
///
///     fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
///         Box::pin(async move {
///             match path.name() {
///                 "spare" => Ok(Secret::new(SecretBytes::from(b"hush".to_vec()))),
///                 other => Err(SecretError::NotFound { backend: "drawer", path: other.to_owned() }),
///             }
///         })
///     }
/// }
/// # fn main() {}
/// ```
///
/// No method may block the thread that polls its future: what waits for a disk or a device goes to
/// a thread of its own, under a time limit. A place that cannot be asked, such as a folder that is
/// not mounted, is an error of another kind than [`SecretError::NotFound`], which says that the
/// place is there and the secret is not: [`Secrets::get_or`](super::Secrets::get_or) would take
/// the default.
///
/// # Values
///
/// The same wherever a secret is kept, and for the fields of those that have several:
///
/// - A secret of ASCII white space alone is as good as absent, so it is not found, and nobody can
///   write one: [`SecretError::Malformed`].
/// - A field that is a text comes as it is; a whole number or a truth value as it is written in
///   JSON. Any other number is malformed, because it would come out in another form.
/// - A field that is a table or a list is malformed, and is neither replaced nor deleted. `null` is
///   malformed, and can be replaced and deleted.
/// - Deleting a field leaves the others. A place that keeps older versions, which have the field
///   still, does not know [`DeleteMode::Destroy`] of a field: [`SecretError::Unsupported`].
pub trait SecretSource: Send + Sync + Debug + 'static {
    /// What it is called in configurations, errors and logs, such as `vault`.
    fn name(&self) -> &'static str;

    /// What it can do beside reading.
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    /// Reads a secret.
    ///
    /// # Errors
    ///
    /// [`SecretError::NotFound`] if there is none, and every other [`SecretError`] as it is.
    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret>;

    /// Writes a secret; of one with fields only the field that the path names. The version it has
    /// from now on, where the source tells.
    ///
    /// # Errors
    ///
    /// [`SecretError::Conflict`] if the options' condition does not hold,
    /// [`SecretError::Unsupported`] by default.
    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        let _ = (path, value, options);
        unsupported(self.name(), "write secrets")
    }

    /// Deletes a secret, as thoroughly as `mode` says.
    ///
    /// # Errors
    ///
    /// [`SecretError::NotFound`] if there is none, [`SecretError::Unsupported`] by default and for
    /// a mode that the backend does not know.
    fn delete<'a>(&'a self, path: &'a SecretPath, mode: DeleteMode) -> SecretFuture<'a, ()> {
        let _ = (path, mode);
        unsupported(self.name(), "delete secrets")
    }

    /// Whether there is such a secret.
    ///
    /// # Errors
    ///
    /// Every [`SecretError`] but `NotFound`, which is `false`: "no answer" is not "no".
    fn exists<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, bool> {
        Box::pin(async move {
            match self.get(path).await {
                Ok(_) => Ok(true),
                Err(SecretError::NotFound { .. }) => Ok(false),
                Err(error) => Err(error),
            }
        })
    }

    /// The names that start with `prefix`, complete and sorted, folders followed to their leaves.
    ///
    /// # Errors
    ///
    /// [`SecretError::Unsupported`] by default.
    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        let _ = prefix;
        unsupported(self.name(), "list secrets")
    }
}

fn unsupported<'a, T: Send + 'a>(
    backend: &'static str,
    operation: &'static str,
) -> SecretFuture<'a, T> {
    Box::pin(std::future::ready(Err(SecretError::Unsupported { backend, operation })))
}

/// What a source can do beside reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent abilities, each by its name")]
#[non_exhaustive]
pub struct Capabilities {
    /// [`set`](SecretSource::set).
    pub write: bool,
    /// [`set`](SecretSource::set) under a condition: two writers at once are told apart.
    pub compare_and_set: bool,
    /// [`delete`](SecretSource::delete).
    pub delete: bool,
    /// [`list`](SecretSource::list).
    pub list: bool,
    /// Older versions by [`SecretPath::version`].
    pub versions: bool,
}

/// Under which condition a secret is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetOptions {
    /// In any case.
    #[default]
    Always,
    /// If there is none yet.
    IfAbsent,
    /// If it is still of this version.
    IfVersion(Version),
}

impl SetOptions {
    /// Whether a write may go on; what there is now is asked for only if it matters.
    pub(super) fn permit(
        &self,
        exists: impl FnOnce() -> Result<bool, SecretError>,
        version: impl FnOnce() -> Result<Option<Version>, SecretError>,
    ) -> Result<bool, SecretError> {
        match self {
            Self::Always => Ok(true),
            Self::IfAbsent => exists().map(|exists| !exists),
            Self::IfVersion(wanted) => Ok(version()?.as_ref() == Some(wanted)),
        }
    }
}

/// How thoroughly a secret is deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeleteMode {
    /// So that the backend's own means can bring it back, where it has such: Vault's soft
    /// deletion, AWS's recovery window.
    #[default]
    Recoverable,
    /// For good, with every version.
    Destroy,
}
