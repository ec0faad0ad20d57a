//! Keeps a route that needs no token from being a way to keep the stores busy.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::Health;

/// A balancer asks less often.
const RECENT: Duration = Duration::from_millis(100);

/// What was last found, for all who ask at about the same time.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<Option<(Instant, Health)>>);

impl Recent {
    /// One at a time looks; who has waited for it is told the same.
    pub(super) async fn or(&self, look: impl Future<Output = Health>) -> Health {
        let mut found = self.0.lock().await;
        if let Some((at, health)) = &*found
            && at.elapsed() < RECENT
        {
            return health.clone();
        }
        let health = look.await;
        *found = Some((Instant::now(), health.clone()));
        health
    }
}
