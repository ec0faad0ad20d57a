//! The keys of a profile as their sources say them, not yet checked against each other.

use std::sync::Arc;

use super::document::{self, DocumentError, Entry};
use super::error::Problem;
use super::keys::KeyTrust;
use super::settings::Settings;
use crate::codec::{KeyError, VerifyingKey};
use crate::secret::SecretText;
use crate::secrets::{SecretError, SecretPath};

/// What a source says by itself.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// One key as PASERK or PEM.
    Plain(Entry),
    /// A key document.
    Document(Vec<Entry>),
    /// Public keys, each with its name where it comes from.
    #[cfg_attr(not(feature = "jwks"), allow(dead_code, reason = "only `jwks:` yields them"))]
    Published(Vec<(VerifyingKey, String)>),
}

/// Why the keys of a source could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unread {
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("`{scheme}:{path}`: {cause}")]
    Document { scheme: &'static str, path: String, cause: DocumentError },
}

impl From<Unread> for Problem {
    fn from(error: Unread) -> Self {
        match error {
            Unread::Secret(error) => Self::Secret(error),
            Unread::Key(error) => Self::Key(error),
            Unread::Document { scheme, path, cause } => {
                Self::Document { place: format!("{scheme}:{path}"), cause }
            }
        }
    }
}

/// The keys of one source, or why they could not be had.
pub(crate) type Fetched = Result<Arc<[Entry]>, Unread>;

/// The keys of a profile, as each of its sources says them.
#[derive(Debug, Clone)]
pub(crate) struct KeyTexts {
    pub(crate) active: Vec<Fetched>,
    pub(crate) accept: Vec<Fetched>,
}

impl KeyTrust {
    /// The text of a source: a key, or a document of several.
    pub(crate) fn content(
        self,
        text: &SecretText,
        scheme: &'static str,
        path: &SecretPath,
    ) -> Result<Content, Unread> {
        if !document::read::is_document(text.expose()) {
            return Ok(Content::Plain(Entry::plain(self.read(text.expose())?)));
        }
        let read = document::read::read(text.expose(), self);
        let located = |cause| Unread::Document { scheme, path: path.to_string(), cause };
        read.map(Content::Document).map_err(located)
    }

    /// A key that stands in the configuration itself.
    pub(crate) fn literal(self, text: &SecretText) -> Fetched {
        Ok(Arc::new([Entry::plain(self.read(text.expose())?)]))
    }
}

impl Settings {
    /// Keys that stand in the configuration itself, without asking anybody.
    pub(crate) fn literal_keys(&self, trust: KeyTrust) -> KeyTexts {
        KeyTexts {
            active: self.keys.active.iter().map(|text| trust.literal(text)).collect(),
            accept: self.keys.accept.iter().map(|text| trust.literal(text)).collect(),
        }
    }
}
