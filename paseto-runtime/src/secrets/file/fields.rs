//! Files that hold several secrets, each by its name.

use std::path::Path;

use zeroize::Zeroizing;

use super::tree::Tree;
use super::{MAX_LEN, Named, dotenv, numbers};
use crate::secret::SecretBytes;
use crate::secrets::SecretError;

/// A secret file's content.
pub(super) type Content = Zeroizing<Vec<u8>>;

/// How the names and the secrets are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::secrets) enum Format {
    Json,
    Toml,
    Dotenv,
}

const NO_FIELDS: &str = "not `.json`, `.toml` or `.env`: only these have fields after `#`";
const NOT_UTF8: &str = "not UTF-8";

impl Format {
    /// By the file's name alone: content would have to be guessed at.
    pub(in crate::secrets) fn of(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str()?;
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("json") => Some(Self::Json),
            Some("toml") => Some(Self::Toml),
            Some("env") => Some(Self::Dotenv),
            Some(_) if name.starts_with(".env.") => Some(Self::Dotenv),
            Some(_) | None => None,
        }
    }

    pub(in crate::secrets) fn needed(file: &Path, named: Named<'_>) -> Result<Self, SecretError> {
        Self::of(file).ok_or_else(|| named.malformed(NO_FIELDS))
    }

    /// One secret; nested tables by `/`.
    pub(in crate::secrets) fn find(
        self,
        content: &[u8],
        field: &str,
        named: Named<'_>,
    ) -> Result<SecretBytes, SecretError> {
        let found = match self {
            Self::Json | Self::Toml => self.tree(content, named)?.find(field),
            Self::Dotenv => dotenv::find(utf8(content, named)?, field),
        };
        let mut text = found.map_err(|what| named.malformed(what))?.unwrap_or_default();
        if text.trim_ascii().is_empty() {
            return Err(named.absent());
        }
        Ok(std::mem::take(&mut *text).into_bytes().into())
    }

    /// The names of all secrets, unsorted.
    pub(in crate::secrets) fn names(
        self,
        content: &[u8],
        named: Named<'_>,
    ) -> Result<Vec<String>, SecretError> {
        match self {
            Self::Json | Self::Toml => Ok(self.tree(content, named)?.names()),
            Self::Dotenv => {
                dotenv::names(utf8(content, named)?).map_err(|what| named.malformed(what))
            }
        }
    }

    /// The content with one secret more, or another value of it.
    pub(super) fn put(
        self,
        content: &[u8],
        field: &str,
        value: &[u8],
        named: Named<'_>,
    ) -> Result<Content, SecretError> {
        let malformed = |what| named.malformed(what);
        let value = utf8(value, named)?;
        match self {
            Self::Json => {
                let mut tree = self.tree(content, named)?;
                tree.put(field, value).map_err(malformed)?;
                written(&tree, content, named)
            }
            Self::Dotenv => dotenv::put(utf8(content, named)?, field, value)
                .map_err(malformed)
                .and_then(fits(named)),
            Self::Toml => Err(no_toml()),
        }
    }

    /// The content with one secret less; `None` if there is none of this name.
    pub(super) fn remove(
        self,
        content: &[u8],
        field: &str,
        named: Named<'_>,
    ) -> Result<Option<Content>, SecretError> {
        match self {
            Self::Json => {
                let mut tree = self.tree(content, named)?;
                let removed = tree.remove(field).map_err(|what| named.malformed(what))?;
                removed.then(|| written(&tree, content, named)).transpose()
            }
            Self::Dotenv => {
                dotenv::remove(utf8(content, named)?, field).map_err(|what| named.malformed(what))
            }
            Self::Toml => Err(no_toml()),
        }
    }

    fn tree(self, content: &[u8], named: Named<'_>) -> Result<Tree, SecretError> {
        let tree = match self {
            Self::Toml => Tree::toml(utf8(content, named)?),
            Self::Json | Self::Dotenv => Tree::json(content),
        };
        tree.map_err(|what| named.malformed(what))
    }
}

/// Its comments would be lost, and comments say where a secret is from.
fn no_toml() -> SecretError {
    SecretError::Unsupported { backend: super::NAME, operation: "write fields of TOML files" }
}

fn utf8<'c>(content: &'c [u8], named: Named<'_>) -> Result<&'c str, SecretError> {
    std::str::from_utf8(content).map_err(|_| named.malformed(NOT_UTF8))
}

fn written(tree: &Tree, before: &[u8], named: Named<'_>) -> Result<Content, SecretError> {
    if !numbers::are_kept(before) {
        return Err(named.malformed("a number that cannot be written back; put it in quotes"));
    }
    tree.to_json(MAX_LEN).ok_or_else(|| named.too_long(MAX_LEN))
}

fn fits(named: Named<'_>) -> impl Fn(Content) -> Result<Content, SecretError> {
    move |content| if content.len() > MAX_LEN { Err(named.too_long(MAX_LEN)) } else { Ok(content) }
}
