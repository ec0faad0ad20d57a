//! From `paseto.toml` and `PASETO_…` variables to [`Settings`], or to every mistake at once.

mod checks;
mod cookie_name;
mod document;
mod duration;
mod error;
mod guide;
mod key_texts;
mod keys;
mod names;
mod provider;
mod read;
mod reader;
mod sessions;
mod settings;
mod values;

#[cfg(test)]
mod tests;

pub use document::DocumentError;
pub(crate) use document::{Entry, write as write_document};
pub use error::{ConfigError, ConfigErrors, Problem};
pub(crate) use key_texts::{Content, Fetched, KeyTexts, Unread};
pub(crate) use keys::{KeyTrust, Known, Misplaced, ProfileKeys, SealingKeys};
pub use provider::{figment, figment_beside, profiles};
pub use sessions::{CookieSettings, CsrfSettings, FamilySettings, SameSite};
pub use settings::{
    CacheSettings, HeaderSettings, JsonSettings, KeySettings, KindFilter, QuerySettings,
    RevocationSettings, Settings, SourceName, StoreChoice, StoreUrl, Ttl, WebsocketSettings,
};
