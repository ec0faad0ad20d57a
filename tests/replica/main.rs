//! Nodes that keep a copy of a shared store: what one of them revokes all of them refuse within
//! moments, nobody asks the store on the hot path, and who has not heard of it for too long refuses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "../conformance/cases/mod.rs"]
mod cases;
#[path = "../servers/mod.rs"]
mod servers;

mod asked;
mod feed;
mod load;
mod loss;
mod node;
mod on_postgres;
mod on_redis;
mod spread;
mod stopped;
