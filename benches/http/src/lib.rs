//! The guards that are compared, ours and others', as routes of one application, and the harness
//! that measures them. `docs/performance.md` says what is measured and how.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    missing_debug_implementations,
    reason = "a benchmark may fail loudly"
)]

pub mod app;
pub mod bench;
pub mod cases;
pub mod groups;
pub mod growth;
pub mod guards;
pub mod issuing;
pub mod measure;
pub mod report;
pub mod sample;
