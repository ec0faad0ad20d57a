//! What every revocation store promises alike: the trait's own words, case by case. Whoever writes
//! a store calls [`cases::conforms`] with it; the store may be shared, and may hold other things.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../support/victim.rs"]
#[allow(dead_code, reason = "the folder alone is needed")]
mod victim;

mod cases;
mod local;
