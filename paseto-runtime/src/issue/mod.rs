//! Making tokens.

mod builder;
mod error;
mod footer;
mod issued;
mod issuer;
mod pair;
mod payload;

pub use builder::TokenBuilder;
pub use error::IssueError;
pub use issued::{IssuedToken, TokenPair};
pub use issuer::Issuer;
pub use pair::PairBuilder;
