//! A key document as JSON, read strictly.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::{DocumentError, Entry};
use crate::codec::Key;
use crate::config::KeyTrust;
use crate::key::{Identified as _, KeyId, KeyState};
use crate::secret::SecretText;
use crate::time::Timestamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    keys: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default, deserialize_with = "secret")]
    key: Option<SecretText>,
    id: String,
    state: State,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Pending,
    Active,
    Retiring,
    Revoked,
}

/// Whether a text is meant to be a document. No key starts like one.
pub(in crate::config) fn is_document(text: &str) -> bool {
    text.trim_ascii_start().starts_with('{')
}

pub(in crate::config) fn read(text: &str, trust: KeyTrust) -> Result<Vec<Entry>, DocumentError> {
    let document: Document = serde_json::from_str(text)
        .map_err(|error| DocumentError::Form { line: error.line(), column: error.column() })?;
    let mut entries: Vec<Entry> = Vec::with_capacity(document.keys.len());
    for (n, line) in document.keys.into_iter().enumerate() {
        let entry = line.check(n + 1, trust)?;
        let breach = |rule| Err(DocumentError::Entry { entry: n + 1, rule });
        if entries.iter().any(|other| other.id == entry.id) {
            return breach("its id is there twice");
        }
        if entries.iter().any(|other| are_both_active(other, &entry)) {
            return breach("two keys of one purpose are active");
        }
        entries.push(entry);
    }
    match entries.iter().position(|entry| ends_without_heir(entry, &entries)) {
        Some(n) => {
            let rule = "an active key that ends needs a pending one to follow it";
            Err(DocumentError::Entry { entry: n + 1, rule })
        }
        None => Ok(entries),
    }
}

fn are_both_active(one: &Entry, other: &Entry) -> bool {
    let is_active = |entry: &Entry| entry.state == KeyState::Active;
    is_active(one) && is_active(other) && one.id.purpose() == other.id.purpose()
}

fn ends_without_heir(entry: &Entry, all: &[Entry]) -> bool {
    let follows = |other: &Entry| {
        other.state == KeyState::Pending && other.id.purpose() == entry.id.purpose()
    };
    entry.state == KeyState::Active && entry.until.is_some() && !all.iter().any(follows)
}

impl Line {
    fn check(self, entry: usize, trust: KeyTrust) -> Result<Entry, DocumentError> {
        let breach = |rule| DocumentError::Entry { entry, rule };
        let id = KeyId::parse(&self.id).ok_or(breach("`id` is no PASERK id of a key"))?;
        let at = |text: Option<String>, rule| {
            text.map(|text| Timestamp::parse(&text).ok_or(breach(rule))).transpose()
        };
        let from = at(self.from, "`from` is no RFC 3339 instant")?;
        let until = at(self.until, "`until` is no RFC 3339 instant")?;
        let state = match (self.state, &self.key) {
            (State::Revoked, None) => return Ok(Entry { from, until, ..Entry::revoked(id) }),
            (State::Revoked, Some(_)) => {
                return Err(breach("a revoked key is named by `id` alone"));
            }
            (State::Pending | State::Active | State::Retiring, None) => {
                return Err(breach("`key` is missing"));
            }
            (State::Pending, Some(_)) if from.is_none() => {
                return Err(breach("a pending key says `from` when it makes tokens"));
            }
            (State::Pending, Some(_)) => KeyState::Pending,
            (State::Active, Some(_)) => KeyState::Active,
            (State::Retiring, Some(_)) => KeyState::Retiring,
        };
        let text = self.key.unwrap_or_else(|| SecretText::from(String::new()));
        let key = trust.read(text.expose()).map_err(|cause| DocumentError::Key { entry, cause })?;
        if *key.id() != id {
            return Err(breach("`id` is not that of `key`"));
        }
        Ok(Entry { state, from, until, ..Entry::plain(key) })
    }
}

impl KeyTrust {
    pub(in crate::config) fn read(self, text: &str) -> Result<Key, crate::codec::KeyError> {
        match self {
            Self::Sound => Key::from_text(text),
            Self::Anything => Key::dangerous_from_weak_text(text),
        }
    }
}

/// Into memory that is wiped at once, without a `String` in between that is not.
fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretText>, D::Error> {
    struct Text;
    impl de::Visitor<'_> for Text {
        type Value = Option<SecretText>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a key")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned().into()))
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    deserializer.deserialize_any(Text)
}
