//! Revocations in Redis: real servers, alone, behind Sentinels and in a cluster.

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

mod addresses;
mod conforms;
mod copies;
mod deployments;
mod failures;
mod fitness;
mod loss;
mod resume;
mod support;
mod traces;
