//! Tools beside the tokens: sealing, encrypted fields, passwords, API keys and digests.
//!
//! Behind the feature `toolbox`; what sources of keys need of it comes with their features. Nothing in here is cryptography of our own: every engine is a kept
//! crate, and `docs/toolbox.md` names it with its reason and its weight. Nothing is global: keys are
//! values that are passed in.

#[cfg(any(feature = "toolbox", feature = "tpm"))]
mod aes;
#[cfg(feature = "toolbox")]
mod api_key;
mod compare;
mod digest;
mod error;
#[cfg(any(feature = "toolbox", feature = "fernet"))]
mod fernet;
#[cfg(feature = "toolbox")]
mod field;
#[cfg(feature = "toolbox")]
mod password;
mod random;

#[cfg(any(feature = "toolbox", feature = "tpm"))]
pub use self::aes::{AesKey, AesKeyId, AesKeys, Detached};
#[cfg(feature = "toolbox")]
pub use self::api_key::{ApiKey, ApiKeyError, ApiKeyFormat, ApiKeyHash, NewApiKey, PrefixError};
pub use self::compare::constant_time_eq;
pub use self::digest::{Digest, DigestAlgorithm, UnknownDigest};
pub use self::error::{KeyError, OpenError, RandomError, SealError};
#[cfg(any(feature = "toolbox", feature = "fernet"))]
pub use self::fernet::{FernetKey, FernetKeys};
#[cfg(feature = "toolbox")]
pub use self::field::{Encrypted, FieldKey};
#[cfg(feature = "toolbox")]
pub use self::password::{
    Argon2Params, PasswordError, PasswordHasher, PasswordLimits, Verdict, WeakParams,
};
pub use self::random::{TOKEN_BYTES, TokenError, generate_token, generate_token_hex};
