//! A real PostgreSQL: one server, one with a standby, or one behind a PgBouncer.

mod bouncer;
mod processes;
mod server;
mod standby;
mod template;

pub use bouncer::Bouncer;
pub use server::{Options, Postgres};
