//! What is wrong with the configuration: key, profile and source, never the value.

use std::error::Error;
use std::fmt;

use crate::kind::Purpose;
use crate::policy::Site;
use crate::revocation::{FileStoreError, SharedStoreError};
use crate::secrets::SecretError;

/// One mistake in the configuration.
#[derive(Debug)]
pub struct ConfigError {
    pub(super) profile: String,
    pub(super) key: String,
    pub(super) origin: Option<String>,
    pub(super) problem: Problem,
}

impl ConfigError {
    /// The profile in which it was met.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The key, such as `keys.active`; empty if a source could not be read at all.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The file or variable that sets the key; `None` if nothing does.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// What is wrong.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// A policy that this configuration can never satisfy.
    pub(crate) fn of_policy(site: Site, profile: &str, problem: Problem) -> Self {
        let key = format!("policy `{}` at {}:{}", site.name, site.file, site.line);
        Self { profile: profile.to_owned(), key, origin: None, problem }
    }

    /// The same mistake, met again in a profile that inherits it.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.key == other.key
            && self.origin == other.origin
            && self.problem.to_string() == other.problem.to_string()
    }
}

/// `keys.active (in paseto.toml): must be text`; `[admin] ` comes first in any other profile.
impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, key, origin, problem } = self;
        if !profile.eq_ignore_ascii_case("default") {
            write!(f, "[{profile}] ")?;
        }
        match (key.as_str(), origin) {
            ("", None) => write!(f, "{problem}"),
            ("", Some(origin)) => write!(f, "{origin}: {problem}"),
            (key, None) => write!(f, "{key}: {problem}"),
            (key, Some(origin)) => write!(f, "{key} (in {origin}): {problem}"),
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.problem.source()
    }
}

/// What is wrong with a key of the configuration.
///
/// Its texts are all fixed beforehand, so that none can show what was configured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// No such key.
    #[error("unknown key{}", Hint(*.like))]
    Unknown {
        /// A known key that looks much like it.
        like: Option<&'static str>,
    },
    /// A wrong type or a bad value.
    #[error("must be {0}")]
    MustBe(&'static str),
    /// At odds with another key.
    #[error("{0}")]
    Contradiction(&'static str),
    /// An attribute that browsers refuse beside the prefix of a cookie's name.
    #[error("{rule}: set {}", Listed(.instead))]
    Prefix {
        /// What is at odds.
        rule: &'static str,
        /// Settings that are not.
        instead: Vec<&'static str>,
    },
    /// The file of revocations.
    #[error(transparent)]
    Store(#[from] FileStoreError),
    /// The server of revocations.
    #[error(transparent)]
    SharedStore(#[from] SharedStoreError),
    /// The source of a key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The text is not a key, or one that must not be used.
    #[error(transparent)]
    Key(crate::codec::KeyError),
    /// A key document in a source.
    #[error("`{place}`: {cause}")]
    Document {
        /// The source and the path in it.
        place: String,
        /// What is wrong with it.
        cause: super::DocumentError,
    },
    /// The system gave no thread to read keys in.
    #[error("the thread that reads keys could not be started")]
    NoThread,
    /// A local key as `fastapi-paseto` takes it: any text.
    #[error(
        "not a key: must be PASERK (`k4.local.…`), because other text can be guessed; \
         `cargo run --example keys -- generate local` makes one"
    )]
    NotPaserk,
    /// A purpose that is accepted or issued, and no key for it.
    #[error(
        "no key for {0}: set it in paseto.toml or PASETO_KEYS__ACTIVE; `cargo run --example keys \
         -- generate {word}` makes one",
        word = word(*.0)
    )]
    NoKeyFor(Purpose),
    /// A purpose that something needs, and `accept` does not name.
    #[error("`accept` does not name {0}")]
    NotAccepted(Purpose),
    /// A policy uses tokens up, and the program's own store does not.
    #[error("uses tokens up, but the revocation store does not keep families")]
    KeepsNoFamilies,
    /// Throw-away keys were asked for in a release build.
    #[error("no throw-away keys in a release build")]
    DevKeys,
    /// The system gave no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// A file that is not valid TOML.
    #[error("not valid TOML, at line {line}")]
    Syntax {
        /// Counted from one.
        line: usize,
    },
    /// A setting outside of every profile's table.
    #[error("a setting outside of a table, at line {line}: put it under [default]")]
    OutsideOfTable {
        /// Counted from one.
        line: usize,
    },
    /// A file that could not be read.
    #[error("cannot be read")]
    Unreadable,
    /// Nothing configures this profile.
    #[error("no such profile")]
    NoProfile,
}

/// How the example `keys` calls a purpose.
const fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Local => "local",
        Purpose::Public => "public",
    }
}

/// The end of [`Problem::Unknown`].
struct Hint(Option<&'static str>);

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |like| write!(f, "; did you mean `{like}`?"))
    }
}

/// Settings in a row: `a`, `b` and `c`.
struct Listed<'s>(&'s [&'static str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.len().saturating_sub(1);
        for (n, setting) in self.0.iter().enumerate() {
            let before = if n == 0 {
                ""
            } else if n == last {
                " and "
            } else {
                ", "
            };
            write!(f, "{before}`{setting}`")?;
        }
        Ok(())
    }
}

/// Every mistake in the configuration, one on a line.
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, ConfigError> {
        self.0.iter()
    }
}

impl From<ConfigError> for ConfigErrors {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}

impl From<Vec<ConfigError>> for ConfigErrors {
    fn from(errors: Vec<ConfigError>) -> Self {
        Self(errors)
    }
}

impl IntoIterator for ConfigErrors {
    type Item = ConfigError;
    type IntoIter = std::vec::IntoIter<ConfigError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a ConfigErrors {
    type Item = &'a ConfigError;
    type IntoIter = std::slice::Iter<'a, ConfigError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            let end = if n == 0 { "" } else { "\n" };
            write!(f, "{end}{error}")?;
        }
        Ok(())
    }
}

/// One on a line as well, with causes: the operator reads it where `main` returns the error.
impl fmt::Debug for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            let end = if n == 0 { "" } else { "\n" };
            write!(f, "{end}{error}")?;
            let mut cause = error.source();
            while let Some(error) = cause {
                write!(f, ": {error}")?;
                cause = error.source();
            }
        }
        Ok(())
    }
}

impl Error for ConfigErrors {}
