//! What a route demands, as data: made by the attributes, read by the guard and by audits.

mod declared;
mod demand;
mod site;
mod source;
mod spec;

pub use declared::Declared;
pub(crate) use declared::declared;
pub use demand::{AssertionSource, Freshness, Presence, Scopes, Uses};
pub use site::Site;
pub use source::Source;
pub use spec::PolicySpec;

pub use crate::error::ExpectedKind;
