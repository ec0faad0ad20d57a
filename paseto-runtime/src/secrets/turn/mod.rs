//! Calls that block: on a thread of their own, one at a time, and waited for so long at most.

mod alarm;
#[cfg(test)]
mod tests;

use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::{Semaphore, oneshot};

use super::{Outage, SecretError};

/// For one call, with the time that it waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lets one call after the other into what may block: a disk, a TPM, a service of the system.
///
/// A call that does not come back keeps its turn, also when nobody waits for it any more: those
/// behind it time out, and no second thread ever hangs beside the first. Needs no runtime: one that
/// ends would wait for its own blocking threads, and these end with the program.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    backend: &'static str,
    patience: Duration,
    free: Arc<Semaphore>,
}

impl Turn {
    pub(super) fn new(backend: &'static str) -> Self {
        Self { backend, patience: PATIENCE, free: Arc::new(Semaphore::new(1)) }
    }

    pub(super) fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, SecretError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let too_late = alarm::after(self.patience);
        match select(pin!(self.run_in_turn(call)), too_late).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(self.outage(Outage::TimedOut)),
        }
    }

    async fn run_in_turn<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, SecretError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let failed = || self.outage(Outage::Server);
        let turn = Arc::clone(&self.free).acquire_owned().await.map_err(|_| failed())?;
        let (sender, answer) = oneshot::channel();
        let work = move || {
            let answer = call();
            drop(turn);
            drop(sender.send(answer));
        };
        let named = thread::Builder::new().name(format!("paseto-{}", self.backend));
        drop(named.spawn(work).map_err(|_| failed())?);
        answer.await.map_err(|_| failed())?
    }

    fn outage(&self, cause: Outage) -> SecretError {
        SecretError::Unavailable { backend: self.backend, cause }
    }
}
