//! Bytes, key and assertion ↔ token text, and key text ↔ keys. The only module that names a PASETO
//! or signature crate.

mod care;
mod error;
mod footer;
mod key;
mod local;
mod material;
mod open;
mod paserk;
mod pem;
mod seal;
mod shape;
mod signing;
mod verifying;

pub use error::{KeyError, SealError};
pub use footer::Footer;
pub use key::Key;
pub use local::LocalKey;
pub use open::Opened;
pub use shape::Shape;
pub use signing::SigningKey;
pub use verifying::VerifyingKey;
