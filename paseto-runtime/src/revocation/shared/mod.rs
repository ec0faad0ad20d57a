//! What stores that several nodes share have in common, whatever server keeps them.

mod breaker;
mod engine;
mod epoch;
mod feed;
mod ledger;

pub(super) use breaker::Breaker;
#[cfg(feature = "redis")]
pub(super) use breaker::Passage;
pub(super) use engine::Engine;
pub(super) use epoch::{Epoch, EpochState};
pub(super) use feed::{Feed, FeedFuture, Sink};
pub(super) use ledger::{Answer, Ledger, Mark};
