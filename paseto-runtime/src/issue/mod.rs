//! Making tokens.

mod announce;
mod bounds;
mod builder;
mod descent;
mod error;
mod footer;
mod issued;
mod issuer;
mod life;
mod lineage;
mod members;
mod origin;
mod pair;
mod payload;
mod renewal;
mod ticket;

pub(crate) use lineage::{Lineage, Successor};
pub(crate) use payload::random_id;

pub use builder::TokenBuilder;
pub use error::IssueError;
pub use issued::{IssuedToken, TokenPair};
pub use issuer::Issuer;
pub use pair::PairBuilder;
