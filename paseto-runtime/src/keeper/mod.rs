//! Keys that live: read again and again from where they are kept, and replaced while tokens are
//! made and taken.
//!
//! A thread of its own does all that waits. Requests see a finished set of keys, swapped whole.

mod change;
mod command;
mod connection;
mod error;
mod freshness;
mod history;
mod likeness;
mod live;
mod mend;
mod open;
mod plan;
mod refresh;
mod revoke;
mod ring;
mod rotate;
mod settle;
mod slot;
mod status;
mod tenant;
mod thread;
mod trouble;

pub use error::RotateError;
pub(crate) use live::LiveKeys;
pub(crate) use open::{Opened, open};
pub use revoke::KeyRevocation;
pub(crate) use ring::Ring;
pub use rotate::Rotation;
pub use status::{KeyStatus, ProfileKeyStatus};
pub(crate) use tenant::Tenancy;
pub(crate) use thread::Keeper;
