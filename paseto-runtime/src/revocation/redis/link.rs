//! The connection of the moment, if there is one.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::address::Host;
use super::trouble::Trouble;
use super::wire::Wire;

/// Between two looks at the server, however many complaints come.
const SOONEST: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(super) struct Wires {
    pub(super) asks: Wire,
    /// The same one, unless `WAIT` would hold up who asks.
    pub(super) changes: Wire,
    pub(super) host: Host,
}

#[derive(Debug)]
pub(super) struct Link {
    state: ArcSwap<Result<Arc<Wires>, Trouble>>,
    complaints: Notify,
}

impl Link {
    pub(super) fn new(wires: Wires) -> Self {
        Self { state: ArcSwap::from_pointee(Ok(Arc::new(wires))), complaints: Notify::new() }
    }

    pub(super) fn wires(&self) -> Result<Arc<Wires>, Trouble> {
        Result::clone(&self.state.load())
    }

    pub(super) fn up(&self, wires: Wires) {
        if self.state.swap(Arc::new(Ok(Arc::new(wires)))).is_err() {
            tracing::info!(target: "paseto", "the revocation store is reached again");
        }
    }

    /// Every answer is an error from now on.
    pub(super) fn down(&self, trouble: &Trouble) {
        if self.state.swap(Arc::new(Err(trouble.clone()))).is_ok() {
            tracing::warn!(target: "paseto", %trouble, "the revocation store cannot be used");
        }
    }

    /// Something was odd: look at the server now.
    pub(super) fn complain(&self) {
        self.complaints.notify_one();
    }

    pub(super) async fn complaint_within(&self, pause: Duration) {
        sleep(SOONEST).await;
        let _ = timeout(pause.saturating_sub(SOONEST), self.complaints.notified()).await;
    }
}
