//! The showcase from outside: what each route lets in, and what it refuses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

mod credentials;
mod guards;
mod oauth;
mod operation;
mod secrecy;
mod session;
mod sockets;
mod sources;

#[path = "../harness/mod.rs"]
mod harness;

/// The showcase as it comes.
fn showcase() -> harness::App {
    harness::App::start("showcase", &[])
}
