//! The tests of other files once more, with nothing remembered: the answers are the same.
//!
//! `TEST_WITHOUT_CACHE=1` does it for all of them; `scripts/test` runs them so.

#![allow(clippy::duplicate_mod, reason = "each of them brings its support")]

#[path = "answers.rs"]
mod answers;
#[path = "guard_first.rs"]
mod guard_first;
#[path = "hostile.rs"]
mod hostile;
#[path = "policies.rs"]
mod policies;
#[path = "sources.rs"]
mod sources;
#[path = "stores.rs"]
mod stores;
