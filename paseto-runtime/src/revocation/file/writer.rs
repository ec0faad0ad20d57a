//! The one thread that writes. It decides in memory, in the order of asking, writes, then answers:
//! who is told that a token was used first is alone with that, and so after a restart.

use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use redb::Database;

use super::job::Job;
use super::purge::Purge;
use super::tables::{self, Row};
use crate::revocation::{MemoryStore, StoreError};
use crate::time::Clock;

/// As many as share one transaction.
const BATCH: usize = 1_024;

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
                    self.work(batch);
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

    fn work(&mut self, batch: impl Iterator<Item = Job>) {
        if let Some(failure) = &self.broken {
            return batch.for_each(|job| job.refuse(unreachable(failure)));
        }
        let mut rows = Vec::new();
        let replies: Vec<_> = batch.map(|job| job.decide(&self.memory, &mut rows)).collect();
        // What fails stays as memory has it: it may have reached the disk, and what counts as used
        // or revoked too early is the lesser evil.
        let written = self.write(&rows);
        for reply in replies {
            reply(written.as_ref().err().map(unreachable));
        }
    }

    fn write(&mut self, rows: &[Row]) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        let written = self.attempt(|writer| tables::write(&writer.db, rows));
        if rows.iter().any(Row::is_revocation) {
            self.memory.announce();
        }
        written
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
