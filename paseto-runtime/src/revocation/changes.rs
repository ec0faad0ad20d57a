//! Word of revocations, for connections that outlive the request that opened them.

use tokio::sync::watch;

/// Rings at every revocation. A store owns one and hands out [`Changes`].
#[derive(Debug)]
pub struct Announcer(watch::Sender<u64>);

impl Announcer {
    /// Nothing has been revoked yet.
    #[must_use]
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// Something is revoked from now on: to be called once [`check`](super::RevocationStore::check)
    /// knows of it.
    pub fn announce(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// For one listener.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes(self.0.subscribe())
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// Tells that something has been revoked, not what: whoever listens asks the store again.
#[derive(Debug, Clone)]
pub struct Changes(watch::Receiver<u64>);

impl Changes {
    /// Waits for the next revocation; those since the last call count, also many as one. `None`
    /// once the store is gone.
    pub async fn next(&mut self) -> Option<()> {
        self.0.changed().await.ok()
    }
}
