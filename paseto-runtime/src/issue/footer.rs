//! The footer of a token in the making.

use serde_json::{Map, Value};

use super::IssueError;
use crate::codec::{Footer, KnownFooter};
use crate::key::{Identified, KidRule};

/// What the application wants in the footer.
#[derive(Clone)]
pub(super) enum FooterDraft {
    /// Nothing of its own.
    Ours,
    /// A JSON value.
    Json(Value),
    /// Exactly these bytes.
    Verbatim(Vec<u8>),
}

/// A footer that verification takes.
pub(super) enum Finished {
    None,
    /// The key's own, with its `kid` alone.
    OfKey,
    Own(Footer),
}

impl FooterDraft {
    /// With our `kid` where it belongs, and held to the rules that verification applies.
    pub(super) fn finish(
        &self,
        key: &impl Identified,
        rule: KidRule,
    ) -> Result<Finished, IssueError> {
        let bytes = match self {
            Self::Ours if rule == KidRule::Ignored => return Ok(Finished::None),
            Self::Ours => return Ok(Finished::OfKey),
            Self::Json(Value::Object(members)) => {
                json(&Value::Object(with_kid(members.clone(), key, rule)))?
            }
            Self::Json(other) => json(other)?,
            Self::Verbatim(bytes) => bytes.clone(),
        };
        let footer = Footer::scan(&bytes)?;
        match (rule, footer.key_id()) {
            (KidRule::Required, None) => Err(IssueError::NoKeyId),
            (KidRule::Required | KidRule::Preferred, Some(kid)) if kid != key.id().as_str() => {
                Err(IssueError::ForeignKeyId)
            }
            (KidRule::Required | KidRule::Preferred | KidRule::Ignored, _) => {
                Ok(Finished::Own(footer))
            }
        }
    }
}

impl Finished {
    pub(super) fn known<'f>(&'f self, of_key: KnownFooter<'f>) -> KnownFooter<'f> {
        match self {
            Self::None => KnownFooter::NONE,
            Self::OfKey => of_key,
            Self::Own(footer) => KnownFooter::scanned(footer),
        }
    }
}

/// Where `kid` is ignored its name belongs to the application.
fn with_kid(
    mut members: Map<String, Value>,
    key: &impl Identified,
    rule: KidRule,
) -> Map<String, Value> {
    if rule != KidRule::Ignored && !members.contains_key("kid") {
        members.insert("kid".to_owned(), key.id().as_str().into());
    }
    members
}

/// An empty object is no footer at all.
fn json(value: &Value) -> Result<Vec<u8>, IssueError> {
    if value.as_object().is_some_and(Map::is_empty) {
        return Ok(Vec::new());
    }
    serde_json::to_vec(value).map_err(|_| IssueError::FooterJson)
}
