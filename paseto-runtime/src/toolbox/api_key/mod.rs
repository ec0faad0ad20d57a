//! API keys, `prefix_<id>_<secret>`: made once, stored as a digest, checked in constant time.

mod error;
mod format;
mod hash;
mod key;

pub use self::error::{ApiKeyError, PrefixError};
pub use self::format::ApiKeyFormat;
pub use self::hash::ApiKeyHash;
pub use self::key::{ApiKey, NewApiKey};
