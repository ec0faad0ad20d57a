//! Tokens that were let in before: spared the opening, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

#[path = "../support/mod.rs"]
mod support;

mod bindings;
mod keys;
mod limits;
mod readings;
mod rules;
mod seen;
mod times;
mod withdrawn;
