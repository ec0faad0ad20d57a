//! How a copy follows: first all there is, then what each slot of changes has more.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_postgres::{AsyncMessage, Row};

use super::answers::{self, get};
use super::calls::Call;
use super::connect::Driver;
use super::fault::Fault;
use super::link::Link;
use super::server::PATIENCE;
use super::store::PostgresStore;
use super::values::{Micros, Uuid, Value};
use super::wake::channel;
use crate::revocation::StoreError;
use crate::revocation::id::Id;
use crate::revocation::memory::Record;
use crate::revocation::shared::{Answer, Feed, FeedFuture, Mark, Sink};

const SLOTS: usize = 16;

/// Rows in one answer: of a table, and of each slot.
const PAGE: i32 = 10_000;
const LOOK: i32 = 500;

/// How long without a look where notifications arrive, and where they do not: a PgBouncer that
/// lends connections for one transaction passes none on.
const WOKEN: Duration = Duration::from_millis(100);
const UNWOKEN: Duration = Duration::from_millis(40);

/// How long notifications are not relied on after one did not come.
const DEAF: Duration = Duration::from_secs(60);

/// The last number of each slot that a copy has been told.
pub(super) type Seen = [i64; SLOTS];

/// How far the copy is: kept while connections come and go.
#[derive(Debug, Default)]
pub(super) struct Position(Mutex<Option<(u128, Seen)>>);

impl Position {
    fn of(&self, epoch: u128) -> Option<Seen> {
        let kept = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.filter(|(of, _)| *of == epoch).map(|(_, seen)| seen)
    }

    fn keep(&self, position: Option<(u128, Seen)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = position;
    }
}

/// Whether notifications arrive.
#[derive(Debug, Default)]
struct Ear {
    has_heard: bool,
    /// The next look is because of one.
    woken: bool,
    missed: Option<Instant>,
}

impl Ear {
    /// What a look has found.
    fn note(&mut self, has_news: bool) {
        self.has_heard |= self.woken;
        if has_news && !self.woken {
            self.missed = Some(Instant::now());
        }
    }

    fn pause(&self) -> Duration {
        let is_deaf = self.missed.is_some_and(|at| at.elapsed() < DEAF);
        if self.has_heard && !is_deaf { WOKEN } else { UNWOKEN }
    }
}

/// A connection of the feed's own, which ends with it.
struct Follower<'s> {
    store: &'s PostgresStore,
    link: Link,
    driver: JoinHandle<()>,
    woken: Arc<Notify>,
}

impl Drop for Follower<'_> {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Feed for PostgresStore {
    fn follow<'a>(&'a self, sink: &'a dyn Sink) -> FeedFuture<'a> {
        Box::pin(async move {
            match self.feed(sink).await {
                Ok(never) => match never {},
                Err(error) => error,
            }
        })
    }

    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.engine.spawn(task);
    }
}

impl PostgresStore {
    async fn feed(&self, sink: &dyn Sink) -> Result<std::convert::Infallible, StoreError> {
        let follower = self.follower().await?;
        let mark = self.server.ledger.mark();
        let mut seen = follower.begin(&mark, sink).await?;
        let mut ear = Ear::default();
        self.server.news.notify_one();
        loop {
            let has_news = follower.catch_up(&mark, &mut seen, sink).await?;
            self.position.keep(Some((mark.epoch.id, seen)));
            ear.note(has_news);
            tokio::select! {
                () = follower.woken.notified() => ear.woken = true,
                () = sleep(ear.pause()) => ear.woken = false,
            }
        }
    }

    async fn follower(&self) -> Result<Follower<'_>, Fault> {
        let (client, connection) = self.target.connect().await?;
        let woken = Arc::new(Notify::new());
        let driver = tokio::spawn(drive(connection, Arc::clone(&woken)));
        let channel = channel(&self.server.options.namespace).replace('"', "\"\"");
        let listen = format!("LISTEN \"{channel}\"");
        let listens = timeout(PATIENCE, client.batch_execute(&listen)).await;
        let link = Link::new(client, self.server.options.prepared);
        let follower = Follower { store: self, link, driver, woken };
        listens.map_err(|_| Fault::Late)??;
        Ok(follower)
    }
}

async fn drive(mut connection: Driver, woken: Arc<Notify>) {
    while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
        if matches!(message, AsyncMessage::Notification(_)) {
            woken.notify_one();
        }
    }
}

impl Follower<'_> {
    /// Goes on where the copy is, or tells it all there is. The numbers are read first: what
    /// changes meanwhile is told once more.
    async fn begin(&self, mark: &Mark, sink: &dyn Sink) -> Result<Seen, StoreError> {
        let there = self.position(mark).await?;
        let kept = self.store.position.of(mark.epoch.id);
        self.store.position.keep(None);
        sink.begin(&mark.epoch);
        if let Some(kept) = kept {
            return self.go_on(mark, kept, &there);
        }
        self.tell_all(Call::Tokens, sink).await?;
        self.tell_all(Call::Subjects, sink).await?;
        Ok(there)
    }

    async fn position(&self, mark: &Mark) -> Result<Seen, StoreError> {
        let server = &self.store.server;
        let rows = self.link.call_within(PATIENCE, Call::Position, &[server.name()]).await?;
        server.admit(mark, answers::head(&rows)?)?;
        let seen: Vec<i64> = get(rows.first().ok_or(Fault::Nonsense)?, "seen")?;
        Ok(Seen::try_from(seen).map_err(|_| Fault::Nonsense)?)
    }

    /// A slot that has gone back lacks changes, whatever has come to the others since.
    fn go_on(&self, mark: &Mark, kept: Seen, there: &Seen) -> Result<Seen, StoreError> {
        if kept.iter().zip(there).any(|(kept, there)| kept > there) {
            let epoch = Some((*mark.epoch).clone());
            self.store.server.admit(mark, Answer { epoch, changes: 0 })?;
        }
        Ok(kept)
    }

    async fn tell_all(&self, call: Call, sink: &dyn Sink) -> Result<(), StoreError> {
        let mut last = Id::from_bits(0);
        loop {
            let page = [self.store.server.name(), Value::Id(Some(last)), Value::Number(PAGE)];
            let rows = self.link.call_within(10 * PATIENCE, call, &page).await?;
            let Some(end) = rows.last() else { return Ok(()) };
            Uuid(last) = get(end, "id")?;
            for row in &rows {
                sink.tell(record(row, call == Call::Subjects)?.ok_or(Fault::Nonsense)?);
            }
        }
    }

    /// Whether there was anything new.
    async fn catch_up(
        &self,
        mark: &Mark,
        seen: &mut Seen,
        sink: &dyn Sink,
    ) -> Result<bool, StoreError> {
        let (server, before) = (&self.store.server, *seen);
        loop {
            let (asked, latest) = (Instant::now(), server.ledger.mark());
            if latest.epoch.id != mark.epoch.id {
                return Err(StoreError::Unreachable("it has begun anew".into()));
            }
            let values = [server.name(), Value::Numbers(seen.to_vec()), Value::Number(LOOK)];
            let rows = self.link.call_within(PATIENCE, Call::Follow, &values).await?;
            server.admit(&latest, answers::head(&rows)?)?;
            if !self.tell_changes(&rows, seen, sink)? {
                sink.complete(asked);
                return Ok(before != *seen);
            }
        }
    }

    /// Whether there may be more.
    fn tell_changes(
        &self,
        rows: &[Row],
        seen: &mut Seen,
        sink: &dyn Sink,
    ) -> Result<bool, StoreError> {
        let mut told = [0; SLOTS];
        for row in rows {
            let Some(slot) = get::<Option<i32>>(row, "slot")? else { continue };
            let slot = usize::try_from(slot).map_err(|_| Fault::Nonsense)?;
            let (last, told) = seen.get_mut(slot).zip(told.get_mut(slot)).ok_or(Fault::Nonsense)?;
            let seq = get(row, "seq")?;
            if last.checked_add(1) != Some(seq) {
                // Deleted since: too long ago. The copy is told all there is.
                self.store.position.keep(None);
                return Err(StoreError::Stale);
            }
            (*last, *told) = (seq, *told + 1);
            if let Some(record) = record(row, true)? {
                sink.tell(record);
            }
        }
        Ok(told.contains(&LOOK))
    }
}

/// `None` for a change that no copy keeps.
fn record(row: &Row, may_be_subject: bool) -> Result<Option<Record>, Fault> {
    let Some(Uuid(id)) = get(row, "id")? else { return Ok(None) };
    let keep_until = get::<Micros>(row, "expires")?.to_timestamp();
    let before = if may_be_subject { get::<Option<Micros>>(row, "before")? } else { None };
    Ok(Some(match before {
        Some(before) => {
            let before = before.to_last_instant().ok_or(Fault::Nonsense)?;
            Record::Subject { id, before, keep_until }
        }
        None => Record::Token { id, keep_until },
    }))
}
