//! AES-256-GCM under several keys, in a layout that names its version and its key.

mod key;
mod keys;
mod layout;

pub use self::key::{AesKey, AesKeyId, Detached};
pub use self::keys::AesKeys;
#[cfg(feature = "toolbox")]
pub(super) use self::layout::is_sealed;
