//! The store that others see: memory to ask, and a thread that writes.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::error::FileStoreError;
use super::job::{Job, Waiting};
use super::open::open;
use super::purge::Purge;
use super::writer::Writer;
use crate::revocation::{
    Changes, Consumed, Consumption, FamilyRecord, MemoryStore, Query, Revocation, RevocationStore,
    Standing, StoreError, StoreFuture, StoreHealth,
};
use crate::time::Clock;

/// How many revocations and uses may wait for the disk.
const QUEUE: usize = 65_536;

/// A store in a file, for one process on one machine. What it has acknowledged is on the disk.
///
/// All of it is held in memory too: to ask costs what it costs a [`MemoryStore`]. The file is made
/// if there is none, for its owner alone. If it cannot be written any more, every revocation and
/// every use is [`StoreError::Unreachable`] until the process starts anew; look-ups go on.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::revocation::{FileStore, Query, Revocation, RevocationStore, Standing};
/// use actix_paseto::time::Clock;
///
/// # let directory = std::env::temp_dir().join(format!("doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&directory).unwrap();
/// # let path = directory.join("revocations.db");
/// # actix_web::rt::System::new().block_on(async {
/// let store = FileStore::open(&path, 1_000_000, Clock::system())?;
/// store.revoke(&Revocation::Token { jti: "a".to_owned(), keep_until: None }).await?;
/// drop(store);
///
/// let store = FileStore::open(&path, 1_000_000, Clock::system())?;
/// let query = Query { jti: Some("a".into()), ..Query::default() };
/// assert_eq!(store.check(&query).await?, Standing::Revoked);
/// # drop(store);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// # std::fs::remove_dir_all(&directory).unwrap();
/// ```
#[derive(Debug)]
pub struct FileStore {
    memory: Arc<MemoryStore>,
    /// Only [`Drop`] takes them.
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
}

impl FileStore {
    /// Opens the file, checks all of it and reads it into memory; a new file is made where there
    /// is none. Blocks: meant for the start of the program.
    ///
    /// A file with more than `capacity` entries is read whole, and takes no more.
    ///
    /// # Errors
    ///
    /// [`FileStoreError`], which names the file.
    pub fn open(
        path: impl AsRef<Path>,
        capacity: usize,
        clock: Clock,
    ) -> Result<Self, FileStoreError> {
        Self::open_with(path.as_ref(), capacity, clock, Purge::default())
    }

    pub(super) fn open_with(
        path: &Path,
        capacity: usize,
        clock: Clock,
        purge: Purge,
    ) -> Result<Self, FileStoreError> {
        let (opened, is_open) = mpsc::channel();
        let (jobs, queue) = mpsc::sync_channel(QUEUE);
        let file = path.to_owned();
        let run = move || {
            let writer = open(&file, capacity, clock.clone()).map(|(db, memory)| {
                let memory = Arc::new(memory);
                (Arc::clone(&memory), Writer::new(db, memory, clock, purge))
            });
            let writer = writer.map(|(memory, writer)| {
                let _ = opened.send(Ok(memory));
                writer
            });
            match writer {
                Ok(writer) => writer.run(&queue),
                Err(error) => drop(opened.send(Err(error))),
            }
        };
        let unusable = |cause| FileStoreError::Unusable { path: path.to_owned(), cause };
        let thread = thread::Builder::new().name("paseto-revocations".to_owned());
        let writer = thread.spawn(run).map_err(unusable)?;
        // Of some damage the database speaks by a panic, which ends its thread and not ours.
        let memory = is_open.recv().unwrap_or_else(|cause| {
            Err(FileStoreError::Damaged { path: path.to_owned(), cause: Box::new(cause) })
        })?;
        Ok(Self { memory, jobs: Some(jobs), writer: Some(writer) })
    }

    /// How many entries there are; those whose time has passed count until they are swept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.memory.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Handed over at once, also if nobody ever waits for the answer.
    fn ask<T: Send + 'static>(&self, job: impl FnOnce(Waiting<T>) -> Job) -> StoreFuture<'_, T> {
        let (done, is_done) = oneshot::channel();
        let handed_over = self.hand_over(job(done));
        Box::pin(async move {
            handed_over?;
            is_done.await.unwrap_or_else(|_| Err(StoreError::Unreachable(ENDED.into())))
        })
    }

    fn hand_over(&self, job: Job) -> Result<(), StoreError> {
        let unreachable = |why: &str| StoreError::Unreachable(why.into());
        let jobs = self.jobs.as_ref().ok_or_else(|| unreachable(ENDED))?;
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => unreachable("too much waits for the disk"),
            TrySendError::Disconnected(_) => unreachable(ENDED),
        })
    }
}

const ENDED: &str = "the thread that writes has ended";

/// Waits until what was handed over is written, and the file is free for the next to open it.
impl Drop for FileStore {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl RevocationStore for FileStore {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        self.memory.check(query)
    }

    fn check_now(&self, query: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        self.memory.check_now(query)
    }

    fn revokes_nothing(&self) -> bool {
        self.memory.revokes_nothing()
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        self.ask(|done| Job::Revoke(self.memory.record(revocation), done))
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        self.ask(|done| Job::Consume(consumption.clone(), done))
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        self.ask(|done| Job::Enroll(family.clone(), done))
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        self.memory.families(subject)
    }

    /// Of what is held in memory; whether the disk still takes anything shows with the next write.
    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        self.memory.health()
    }

    fn changes(&self) -> Option<Changes> {
        self.memory.changes()
    }
}
