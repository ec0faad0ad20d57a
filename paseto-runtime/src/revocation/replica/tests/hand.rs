//! A shared store in memory whose feed tells what the test says.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::sync::Mutex as Baton;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::revocation::memory::Record;
use crate::revocation::replica::ReplicaStore;
use crate::revocation::shared::{Engine, Epoch, Feed, FeedFuture, Sink};
use crate::revocation::{
    Consumed, Consumption, FamilyRecord, MemoryStore, Query, Revocation, RevocationStore, Standing,
    StoreError, StoreFuture,
};
use crate::time::{Clock, Timestamp};

pub(super) enum Step {
    Begin(Arc<Epoch>),
    Tell(Record),
    Complete(Instant),
    Fail(StoreError),
    /// Says that all before it has been done.
    Done(mpsc::Sender<()>),
}

#[derive(Debug)]
pub(super) struct HandFed {
    engine: Engine,
    pub(super) shared: MemoryStore,
    pub(super) asked: AtomicUsize,
    pub(super) followed: AtomicUsize,
    steps: Baton<UnboundedReceiver<Step>>,
}

impl RevocationStore for HandFed {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.shared.check(query)
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        self.shared.revoke(revocation)
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        self.shared.consume(consumption)
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        self.shared.enroll(family)
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        self.shared.families(subject)
    }
}

impl Feed for HandFed {
    fn follow<'a>(&'a self, sink: &'a dyn Sink) -> FeedFuture<'a> {
        Box::pin(async move {
            self.followed.fetch_add(1, Ordering::SeqCst);
            let mut steps = self.steps.lock().await;
            while let Some(step) = steps.recv().await {
                match step {
                    Step::Begin(epoch) => sink.begin(&epoch),
                    Step::Tell(record) => sink.tell(record),
                    Step::Complete(as_of) => sink.complete(as_of),
                    Step::Fail(error) => return error,
                    Step::Done(done) => done.send(()).unwrap(),
                }
            }
            std::future::pending().await
        })
    }

    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.engine.spawn(task);
    }
}

/// A copy and the hand that feeds it.
pub(super) struct Fed {
    pub(super) store: ReplicaStore,
    pub(super) feed: Arc<HandFed>,
    pub(super) epoch: Arc<Epoch>,
    hand: Mutex<UnboundedSender<Step>>,
}

impl Fed {
    pub(super) fn new(max_staleness: Duration) -> Self {
        let (hand, steps) = unbounded_channel();
        let feed = Arc::new(HandFed {
            engine: Engine::start().unwrap(),
            shared: MemoryStore::new(1_000, Clock::system()),
            asked: AtomicUsize::new(0),
            followed: AtomicUsize::new(0),
            steps: Baton::new(steps),
        });
        let store = ReplicaStore::of(Arc::clone(&feed) as _, max_staleness, Clock::system());
        let epoch = epoch(None);
        Self { store, feed, epoch, hand: Mutex::new(hand) }
    }

    /// Complete, and good for a minute.
    pub(super) fn complete() -> Self {
        let fed = Self::new(Duration::from_secs(60));
        fed.steps([Step::Begin(Arc::clone(&fed.epoch)), Step::Complete(Instant::now())]);
        fed
    }

    /// Once they are done.
    pub(super) fn steps(&self, steps: impl IntoIterator<Item = Step>) {
        let (done, is_done) = mpsc::channel();
        for step in steps.into_iter().chain([Step::Done(done)]) {
            self.hand.lock().unwrap().send(step).unwrap();
        }
        is_done.recv_timeout(Duration::from_secs(5)).unwrap();
    }

    pub(super) fn check(&self, query: &Query<'_>) -> Result<bool, StoreError> {
        let standing = self.store.check(query).now_or_never().unwrap();
        standing.map(|standing| standing == Standing::Revoked)
    }

    pub(super) fn knows(&self, jti: &str) -> Result<bool, StoreError> {
        self.check(&of_token(jti))
    }

    pub(super) fn consume(&self, used: &Consumption) -> Consumed {
        self.store.consume(used).now_or_never().unwrap().unwrap()
    }
}

pub(super) fn epoch(void_before: Option<Timestamp>) -> Arc<Epoch> {
    Arc::new(Epoch::begin(void_before).unwrap())
}

/// In microseconds of the year 2103.
pub(super) fn at(micros: u64) -> Timestamp {
    Timestamp::from_unix_micros(4_200_000_000_000_000 + micros).unwrap()
}

pub(super) fn token(epoch: &Epoch, jti: &str) -> Step {
    Step::Tell(Record::Token { id: epoch.key.id(jti), keep_until: Some(at(0)) })
}

pub(super) fn of_token(jti: &str) -> Query<'static> {
    Query { jti: Some(jti.to_owned().into()), ..Query::default() }
}

pub(super) fn of_subject(subject: &str, issued_at: Option<Timestamp>) -> Query<'static> {
    Query { subject: Some(subject.to_owned().into()), issued_at, ..Query::default() }
}
