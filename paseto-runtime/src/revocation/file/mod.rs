//! Revocations that outlive the process, in one file on this machine.
//!
//! The file is a [redb] database: pure Rust, no dependency but `libc`, a file format that is
//! declared stable, maintained, two seconds of `cargo check`. SQLite is proven longer, but needs a
//! C compiler; stores made as log-structured trees bring threads and dependencies of their own.
//!
//! Every transaction is durable (`fsync`) before it is acknowledged, and is committed in two
//! phases: redb then reports a damaged file instead of falling back on the commit before.
//! `backend` closes what 4.1, the last version for Rust 1.89, leaves open.
//!
//! | thread | does |
//! |---|---|
//! | callers | ask memory alone; hand revocations and uses over and wait without blocking |
//! | `writer` | decides in order about all that wait, in memory; writes it with one transaction; then tells the callers |

mod backend;
mod error;
mod job;
mod open;
mod purge;
mod store;
mod tables;
mod writer;

#[cfg(test)]
mod tests;

pub use error::FileStoreError;
pub use store::FileStore;
