//! Key ids and key rings. The keys themselves are made in `codec`.

mod id;
mod ring;
mod rule;

pub use id::{Identified, KeyId};
pub use ring::{DuplicateKey, KeyRing};
pub use rule::KidRule;
