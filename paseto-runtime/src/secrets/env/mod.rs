//! Environment variables.

mod overlay;
mod spelling;

use std::env;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use overlay::Overlay;
use spelling::Spelling;

use super::file::{self, Named, Shield};
use super::turn::Turn;
use super::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, Version, digest, fields,
};
use crate::secret::SecretBytes;

const NAME: &str = "env";

/// Behind the name of a variable: the variable holds the path of a file that holds the secret.
const OF_FILE: &str = "_FILE";

/// Environment variables, by their very names or by a prefix. An empty one is as good as absent.
///
/// [`set`](SecretSource::set) and [`delete`](SecretSource::delete) change what this source and its
/// clones see, not the environment: changing that is not sound in a program with threads, and
/// neither children nor other libraries see the change.
#[derive(Clone)]
pub struct EnvSource {
    spelling: Spelling,
    overlay: Arc<Overlay>,
    /// For the files that variables name.
    turn: Turn,
}

impl Default for EnvSource {
    fn default() -> Self {
        Self { spelling: Spelling::default(), overlay: Arc::default(), turn: Turn::new(NAME) }
    }
}

impl EnvSource {
    /// Every variable of the process, by its very name.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Variables that begin with `prefix`. `db/pass-word` is `APP_DB_PASS_WORD` under `APP_`: in
    /// upper case, with `_` for `/` and `-`. The way back takes every `_` for `/`, so that a
    /// listing says `db/pass/word`, which names the same variable.
    ///
    /// Where `APP_DB_PASSWORD` is absent and `APP_DB_PASSWORD_FILE` is not, the secret is in the file
    /// that the latter names. Both are a mistake.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::secrets::{EnvSource, Secrets};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let secrets = Secrets::new(EnvSource::with_prefix("APP_"));
    /// secrets.set("db/password", b"hush".to_vec()).await.unwrap();
    /// assert_eq!(secrets.list("db/*").await.unwrap(), ["db/password"]);
    /// # });
    /// ```
    #[must_use]
    pub fn with_prefix(prefix: impl Into<String>) -> Self {
        Self { spelling: Spelling::Prefixed(prefix.into()), ..Self::default() }
    }

    /// The secret of a variable, or of the file that its neighbour names.
    fn read(&self, variable: &str) -> Result<SecretBytes, SecretError> {
        self.find(variable)?.read(Named { backend: NAME, path: variable })
    }

    fn find(&self, variable: &str) -> Result<Held, SecretError> {
        let named = Named { backend: NAME, path: variable };
        let own = self.variable(variable)?;
        let file = match self.spelling {
            Spelling::Exact => None,
            Spelling::Prefixed(_) => self.variable(&format!("{variable}{OF_FILE}"))?,
        };
        match (own, file) {
            (Some(_), Some(_)) => {
                Err(named.malformed("set by itself and with `_FILE`; leave one out"))
            }
            (Some(own), None) => Ok(Held::Itself(own)),
            (None, Some(file)) => Ok(Held::File(file)),
            (None, None) => Err(named.absent()),
        }
    }

    fn variable(&self, name: &str) -> Result<Option<SecretBytes>, SecretError> {
        let value = match self.overlay.get(name) {
            Some(value) => value,
            None => of_process(name)?,
        };
        Ok(value.filter(|value| !value.expose().trim_ascii().is_empty()))
    }

    fn variable_of(&self, path: &SecretPath) -> Result<String, SecretError> {
        let unsupported = |operation| Err(SecretError::Unsupported { backend: NAME, operation });
        if path.wanted_version().is_some() {
            return unsupported("read older versions");
        }
        if path.field().is_some() {
            return unsupported("keep several fields in a variable");
        }
        self.spelling.variable(path.name()).ok_or(SecretError::NoName(NAME))
    }

    fn change(
        &self,
        variable: &str,
        value: Option<SecretBytes>,
        options: &SetOptions,
    ) -> Result<(), SecretError> {
        let _changing = self.overlay.changing();
        let named = Named { backend: NAME, path: variable };
        let now = || match self.read(variable) {
            Ok(bytes) => Ok(Some(digest::of(bytes.expose()))),
            Err(SecretError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        };
        if value.is_none() && now()?.is_none() {
            return Err(named.absent());
        }
        if !options.permit(|| Ok(now()?.is_some()), now)? {
            return Err(named.conflict());
        }
        if matches!(self.spelling, Spelling::Prefixed(_)) {
            self.overlay.put(format!("{variable}{OF_FILE}"), None);
        }
        self.overlay.put(variable.to_owned(), value);
        Ok(())
    }

    fn names(&self, prefix: &str) -> Result<Vec<String>, SecretError> {
        let Spelling::Prefixed(own) = &self.spelling else {
            return Err(whole_environment());
        };
        if own.is_empty() {
            return Err(whole_environment());
        }
        let start = format!("{own}{}", spelling::upper(prefix));
        let process = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let mut names = Vec::new();
        for variable in process.chain(self.overlay.names()) {
            if variable.starts_with(&start) && self.variable(&variable)?.is_some() {
                names.push(spelling::lower(
                    own,
                    variable.strip_suffix(OF_FILE).unwrap_or(&variable),
                ));
            }
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

/// Where the secret of a variable is.
enum Held {
    Itself(SecretBytes),
    /// In the file of this path.
    File(SecretBytes),
}

impl Held {
    fn read(self, named: Named<'_>) -> Result<SecretBytes, SecretError> {
        match self {
            Self::Itself(secret) => Ok(secret),
            Self::File(path) => of_file(&path, named),
        }
    }
}

/// Whatever else is in there is nobody's business.
fn whole_environment() -> SecretError {
    SecretError::Unsupported { backend: NAME, operation: "list the whole environment" }
}

fn of_process(name: &str) -> Result<Option<SecretBytes>, SecretError> {
    match env::var(name) {
        Ok(text) => Ok(Some(text.into_bytes().into())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Named { backend: NAME, path: name }.malformed("not UTF-8"))
        }
    }
}

/// The path may be the secret itself by mistake, so errors name the variable alone.
fn of_file(path: &SecretBytes, named: Named<'_>) -> Result<SecretBytes, SecretError> {
    let text = std::str::from_utf8(path.expose()).unwrap_or_default().trim_ascii();
    file::read_secret(Path::new(text), None, named, Shield::Mode)
}

impl SecretSource for EnvSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        let list = matches!(&self.spelling, Spelling::Prefixed(prefix) if !prefix.is_empty());
        Capabilities { write: true, compare_and_set: true, delete: true, list, versions: false }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        Box::pin(async move {
            let variable = self.variable_of(path)?;
            let bytes = match self.find(&variable)? {
                Held::Itself(secret) => secret,
                file @ Held::File(_) => {
                    let read = move || file.read(Named { backend: NAME, path: &variable });
                    self.turn.run(read).await?
                }
            };
            let version = Some(digest::of(bytes.expose()));
            Ok(Secret { bytes, version })
        })
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(async move {
            let variable = self.variable_of(path)?;
            let named = Named { backend: NAME, path: &variable };
            fields::check_value(value, named)?;
            if std::str::from_utf8(value.expose()).is_err() {
                return Err(named.malformed("not UTF-8"));
            }
            let (source, value) = (self.clone(), value.clone());
            let change = move || {
                source.change(&variable, Some(value.clone()), &options)?;
                Ok(Some(digest::of(value.expose())))
            };
            self.turn.run(change).await
        })
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, _: DeleteMode) -> SecretFuture<'a, ()> {
        Box::pin(async move {
            let (source, variable) = (self.clone(), self.variable_of(path)?);
            let change = move || source.change(&variable, None, &SetOptions::Always);
            self.turn.run(change).await
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        Box::pin(std::future::ready(self.names(prefix)))
    }
}

impl fmt::Debug for EnvSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvSource").field("spelling", &self.spelling).finish_non_exhaustive()
    }
}
