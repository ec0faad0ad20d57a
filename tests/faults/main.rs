//! Stores that break while 2 000 requests a second ask them: nothing that was revoked or used is
//! ever accepted, and what does not need the store does not notice.
//!
//! `scripts/faults` runs it long and prints the table of `docs/reliability.md`.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

mod actions;
mod app;
mod client;
#[path = "../support/clock.rs"]
mod clock;
mod forged;
mod kills;
mod ledger;
mod load;
mod local;
mod mode;
mod operator;
mod outcome;
mod postgres;
mod program;
mod redis;
mod samples;
#[path = "../servers/mod.rs"]
mod servers;
mod trial;
mod weather;
