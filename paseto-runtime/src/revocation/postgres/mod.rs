//! Revocations in a PostgreSQL that several nodes share.

mod address;
mod answers;
mod calls;
mod connect;
mod epochs;
mod expiry;
mod fault;
mod feed;
mod link;
mod migrate;
mod open;
mod server;
mod settings;
mod store;
mod supervise;
mod tls;
mod values;
mod wake;

pub use store::PostgresStore;
