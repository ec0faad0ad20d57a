//! Key ids and key rings. The keys themselves are made in `codec`.

mod id;
mod ring;
mod rule;
mod state;

pub use id::{Identified, KeyId};
pub use ring::{DuplicateKey, KeyRing};
pub use rule::KidRule;
pub use state::KeyState;
