//! The engine against two others: `pasetors`, whose answer it may never exceed, and the strict
//! verification of `ed25519-dalek`, whose answer it must give.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod chance;
mod crafted;
mod differential;
mod forge;
mod judges;
mod sealing;
