//! Claims: the registered ones, the application's own, and the rules between them.

mod family;
mod names;
mod registered;
pub mod rules;
mod scopes;
mod set;
mod stated;
pub(crate) mod strict;
mod subject;
mod ticket;

pub use family::Family;
pub(crate) use family::is_id;
pub(crate) use registered::LIMITS;
pub use registered::{RESERVED, Registered};
pub use scopes::{covers, granted};
pub use set::{AnyClaims, ClaimSet};
pub(crate) use stated::{Stated, StatedAudience, StatedSubject};
pub use subject::Subject;
pub use ticket::Ticket;
