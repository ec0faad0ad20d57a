//! The official PASETO and PASERK vectors, read from the package of the PASETO crate itself.
//! A missing file, an edited one or another count is a failed test, never a skipped one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod package;
mod paserk;
mod tokens;
