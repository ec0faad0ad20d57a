//! Every program under `examples/`, started as its first line says, and seen as a client sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

mod live;
mod operator;
#[cfg(feature = "reqwest")]
mod outgoing;
mod places;
mod revocation;
mod rules;
mod sessions;
mod setup;

#[path = "../harness/mod.rs"]
mod harness;

#[cfg(any(feature = "redis", feature = "postgres"))]
#[path = "../servers/mod.rs"]
mod servers;
