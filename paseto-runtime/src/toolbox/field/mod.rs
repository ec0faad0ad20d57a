//! Fields that are encrypted wherever they are stored, and opened on purpose.

mod encrypted;
mod key;
mod wipe;

pub use self::encrypted::Encrypted;
pub use self::key::FieldKey;
