//! Passwords: hashed with Argon2id, verified in the formats that Python programs left behind, off
//! the threads that serve requests.

mod argon2id;
mod error;
mod hasher;
mod limits;
mod params;
mod pbkdf2_sha256;
mod stored;
mod verdict;

pub use self::error::PasswordError;
pub use self::hasher::PasswordHasher;
pub use self::limits::PasswordLimits;
pub use self::params::{Argon2Params, WeakParams};
pub use self::verdict::Verdict;
