//! The one thread that writes: first the file, then memory, then the answer.

use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use redb::Database;
use tokio::sync::oneshot;

use super::purge::Purge;
use super::tables;
use crate::revocation::memory::Record;
use crate::revocation::{MemoryStore, StoreError};
use crate::time::Clock;

/// As many as share one transaction.
const BATCH: usize = 1_024;

/// A revocation that waits for the disk, and who waits for it.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) record: Record,
    pub(super) done: oneshot::Sender<Result<(), StoreError>>,
}

/// Nobody else writes, to the file or to memory.
#[derive(Debug)]
pub(super) struct Writer {
    db: Database,
    memory: Arc<MemoryStore>,
    clock: Clock,
    purge: Purge,
    /// After an error of the disk nothing is written any more: what a failed `fsync` left behind
    /// can be neither known nor mended, and a later one would report success.
    broken: Option<Failure>,
}

/// One failure, told to all who wait.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the file cannot be written until the process starts anew")]
struct Failure(#[source] Arc<dyn Error + Send + Sync>);

impl Writer {
    pub(super) const fn new(
        db: Database,
        memory: Arc<MemoryStore>,
        clock: Clock,
        purge: Purge,
    ) -> Self {
        Self { db, memory, clock, purge, broken: None }
    }

    pub(super) fn run(mut self, queue: &Receiver<Job>) {
        loop {
            match queue.recv_timeout(self.purge.wait()) {
                Ok(first) => {
                    let batch = std::iter::once(first).chain(queue.try_iter().take(BATCH - 1));
                    self.revoke(batch.collect());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.purge.is_due() && self.broken.is_none() {
                let purged = self.attempt(|writer| {
                    writer.purge.step(&writer.db, &writer.memory, writer.clock.now())
                });
                drop(purged);
            }
        }
    }

    fn revoke(&mut self, batch: Vec<Job>) {
        if let Some(failure) = &self.broken {
            let failure = failure.clone();
            return answer(batch, || Err(unreachable(&failure)));
        }
        let (batch, surplus) = self.admit(batch);
        answer(surplus, || Err(StoreError::Full));
        if batch.is_empty() {
            return;
        }
        let records: Vec<Record> = batch.iter().map(|job| job.record).collect();
        let written = self.attempt(|writer| tables::write(&writer.db, &records));
        // Also what failed: it may have reached the disk, and revoked too much is the lesser evil.
        for record in records {
            self.memory.restore(record);
        }
        answer(batch, || written.as_ref().copied().map_err(unreachable));
    }

    /// Those for which memory has room, and those for which it has none.
    fn admit(&self, batch: Vec<Job>) -> (Vec<Job>, Vec<Job>) {
        let mut admitted = 0;
        batch.into_iter().partition(|job| {
            let has_room = self.memory.has_room_for(job.record, admitted);
            admitted += usize::from(has_room);
            has_room
        })
    }

    /// The database speaks of some errors by a panic.
    fn attempt(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<(), redb::Error>,
    ) -> Result<(), Failure> {
        let cause: Arc<dyn Error + Send + Sync> = match catch_unwind(AssertUnwindSafe(|| act(self)))
        {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(cause)) => Arc::new(cause),
            Err(_) => Arc::from(Box::<dyn Error + Send + Sync>::from("the database gave up")),
        };
        tracing::error!(target: "paseto", %cause, "revocations cannot be written any more");
        let failure = Failure(cause);
        self.broken = Some(failure.clone());
        Err(failure)
    }
}

fn unreachable(failure: &Failure) -> StoreError {
    StoreError::Unreachable(Box::new(failure.clone()))
}

/// Who no longer waits has given up on the answer, not on the revocation.
fn answer(jobs: Vec<Job>, with: impl Fn() -> Result<(), StoreError>) {
    for job in jobs {
        let _ = job.done.send(with());
    }
}
