//! Fernet, as Python's `cryptography` writes it.

mod key;
mod keys;

pub use self::key::FernetKey;
pub use self::keys::FernetKeys;
