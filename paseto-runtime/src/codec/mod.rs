//! Bytes, key and assertion ↔ token text, and key text ↔ keys. The only module that names a PASETO
//! or signature crate.
//!
//! Keys are read, checked and written by `pasetors`, in constant time. Tokens are opened and sealed by
//! crates chosen for their speed, put together as the PASETO specification says; the tests hold
//! `pasetors` beside them, which accepts whatever they accept.

mod base64url;
mod buffer;
mod care;
mod draw;
mod ed25519;
mod error;
mod footer;
mod key;
mod known_footer;
mod local;
mod material;
mod open;
mod pae;
mod paserk;
mod pem;
mod scratch;
mod seal;
mod sealed;
mod shape;
#[cfg_attr(feature = "aws-lc", path = "signer_aws_lc.rs")]
mod signer;
mod signing;
mod verifying;

pub(crate) use draw::{Draw, Nonce};
pub(crate) use known_footer::KnownFooter;
pub(crate) use scratch::Scratch;

pub use error::{KeyError, SealError};
pub use footer::Footer;
pub(crate) use footer::KID;
pub use key::Key;
pub use local::LocalKey;
pub use open::Opened;
pub use shape::Shape;
pub use signing::SigningKey;
pub use verifying::VerifyingKey;
