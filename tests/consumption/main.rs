//! Tokens that are used once: of all that race one is first, a log-out beats a refresh, and no end
//! of the process brings a used token back.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../support/victim.rs"]
mod victim;

#[cfg(target_os = "linux")]
mod disk;
mod families;
#[cfg(unix)]
mod kills;
mod log_out;
mod race;
mod restart;
mod setup;
mod uses;
mod winners;
