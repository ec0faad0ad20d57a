#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod age;
mod changes;
mod epochs;
mod follow;
mod hand;
mod own;
