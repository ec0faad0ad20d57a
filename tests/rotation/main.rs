//! Tokens that are used once, the families they belong to, and races for them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod client;
mod doors;
mod edges;
mod families;
mod grace;
mod leaving;
mod races;
mod retention;
mod routes;
