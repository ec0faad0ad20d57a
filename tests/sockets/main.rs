//! Sockets from the handshake to the close, over a real connection.

#![cfg(feature = "ws")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

mod client;
mod edges;
mod ledger;
mod renewal;
mod revocation;
mod server;
mod tickets;

#[path = "../support/mod.rs"]
mod support;
