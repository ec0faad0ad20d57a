//! The toolbox, against the Python programs that it shares data with, and against hostile data.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test may fail loudly"
)]

mod aes;
mod api_keys;
mod digests;
mod example;
mod fernet;
mod fields;
mod leaks;
mod passwords;
mod peer;
mod stored_passwords;
