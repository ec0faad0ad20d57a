//! Claims: the registered ones, the application's own, and the rules between them.

mod family;
mod registered;
pub mod rules;
mod scopes;
mod set;
pub(crate) mod strict;
mod subject;
mod ticket;

pub use family::Family;
pub use registered::{RESERVED, Registered};
pub use scopes::{covers, granted};
pub use set::{AnyClaims, ClaimSet};
pub use subject::Subject;
pub use ticket::Ticket;
