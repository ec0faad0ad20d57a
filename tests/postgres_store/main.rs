//! Revocations in a real PostgreSQL, in all that can happen to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../conformance/cases/mod.rs"]
mod cases;
#[path = "../servers/mod.rs"]
mod servers;

mod bouncer;
mod conformance;
mod expiry;
mod failover;
mod loss;
mod node;
mod resume;
mod schema;
mod secrets;
mod settings;
mod statements;
mod trouble;
