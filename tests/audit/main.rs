//! What the hook of `on_event` hears: all of it, in order, and no secret.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

mod app;
mod keys;
mod panics;
mod refusals;
mod secrets;
mod sequence;
#[cfg(feature = "ws")]
mod sockets;
mod stores;

#[cfg(feature = "ws")]
#[path = "../sockets/client.rs"]
mod client;

#[path = "../support/mod.rs"]
mod support;
