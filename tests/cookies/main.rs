//! Sessions in cookies: what is set and cleared, what is read, who may send it, how long it lasts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod detail;
mod forgery;
#[cfg(feature = "ws")]
mod handshake;
mod leaks;
mod login;
mod pages;
mod places;
mod profiles;
mod reading;
mod renewed;
mod routes;
mod settings;
mod sliding;
mod spoofs;
mod stores;
mod wire;
