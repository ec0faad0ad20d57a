//! The showcase's page in a real Chromium: what its user sees, and what other pages cannot do.
//!
//! `SCREENSHOTS=FOLDER` keeps pictures of its states.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

mod browser;
mod driver;
mod foreign;
mod forgery;
mod look;
mod renewal;
mod session;
mod step_up;
mod visit;

#[path = "../harness/mod.rs"]
mod harness;
