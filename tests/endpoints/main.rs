//! The endpoints of revocation (RFC 7009) and introspection (RFC 7662).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod app;
mod form;
mod introspection;
mod log;
mod requests;
mod revocation;
#[path = "../support/mod.rs"]
mod support;
