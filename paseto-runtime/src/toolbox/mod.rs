//! Tools beside the tokens: sealing, encrypted fields, passwords, API keys and digests.
//!
//! Behind the feature `toolbox`. Nothing in here is cryptography of our own: every engine is a kept
//! crate, and `docs/toolbox.md` names it with its reason and its weight. Nothing is global: keys are
//! values that are passed in.

mod aes;
mod api_key;
mod compare;
mod digest;
mod error;
mod fernet;
mod field;
mod password;
mod random;

pub use self::aes::{AesKey, AesKeyId, AesKeys, Detached};
pub use self::api_key::{ApiKey, ApiKeyError, ApiKeyFormat, ApiKeyHash, NewApiKey, PrefixError};
pub use self::compare::constant_time_eq;
pub use self::digest::{Digest, DigestAlgorithm, UnknownDigest};
pub use self::error::{KeyError, OpenError, RandomError, SealError};
pub use self::fernet::{FernetKey, FernetKeys};
pub use self::field::{Encrypted, FieldKey};
pub use self::password::{
    Argon2Params, PasswordError, PasswordHasher, PasswordLimits, Verdict, WeakParams,
};
pub use self::random::{TOKEN_BYTES, TokenError, generate_token, generate_token_hex};
