//! The background task.

use std::sync::Arc;

use super::shared::Shared;
use crate::schedule::Schedule;

/// Until it is aborted.
pub(super) async fn keep_fresh(shared: Arc<Shared>) {
    let mut schedule = Schedule::default();
    let mut has_failed = false;
    loop {
        let wait = shared.wait(&mut schedule, has_failed);
        let was_renewed = tokio::time::timeout(wait, shared.renewed.notified()).await.is_ok();
        has_failed = !was_renewed && shared.refresh().await.is_err();
    }
}
