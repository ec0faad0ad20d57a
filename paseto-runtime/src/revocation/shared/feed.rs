//! How a shared store tells a copy of what it holds.

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use super::super::memory::Record;
use super::super::{RevocationStore, StoreError};
use super::Epoch;

pub(in crate::revocation) type FeedFuture<'a> =
    Pin<Box<dyn Future<Output = StoreError> + Send + 'a>>;

/// A shared store that a copy can follow.
pub(in crate::revocation) trait Feed: RevocationStore {
    /// Tells the sink all there is, then every change as it comes, and ends only with an error;
    /// the caller then begins anew. Runs on the store's own engine.
    fn follow<'a>(&'a self, sink: &'a dyn Sink) -> FeedFuture<'a>;

    /// Runs a task on the engine that the connections live on.
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>);
}

/// What is told to a copy.
pub(in crate::revocation) trait Sink: Send + Sync + Debug {
    /// What follows belongs to this epoch. A copy of another one is forgotten.
    fn begin(&self, epoch: &Arc<Epoch>);

    /// Tokens (revoked or used up, and families that were revoked) and subjects. The same one may
    /// come twice.
    fn tell(&self, record: Record);

    /// All that the store held at this instant has been told: the instant before the question was
    /// sent whose answer is complete.
    fn complete(&self, as_of: Instant);
}
