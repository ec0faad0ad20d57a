//! The server as all tasks and requests of this process see it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_postgres::Row;

use super::answers;
use super::calls::Call;
use super::fault::Fault;
use super::link::{Link, Links};
use super::values::{Micros, Value};
use crate::revocation::shared::{Answer, Breaker, Ledger, Mark};
use crate::revocation::{AfterDataLoss, SharedOptions, StoreError};
use crate::time::Clock;

/// What the tasks in the background give one answer.
pub(super) const PATIENCE: Duration = Duration::from_millis(600);

#[derive(Debug)]
pub(super) struct Server {
    pub(super) links: Links,
    pub(super) ledger: Ledger,
    pub(super) clock: Clock,
    pub(super) options: SharedOptions,
    /// There is news for the other nodes.
    pub(super) news: Notify,
    /// The data have been found missing.
    pub(super) loss: Notify,
    breaker: Breaker,
    /// Of the server and the table whose changes were counted last.
    stamp: Mutex<Option<Stamp>>,
}

/// While neither changes, nothing that was committed can have gone: a server that comes back from
/// older data was started anew, and a table that was restored was made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    started: Micros,
    table: u32,
}

impl Server {
    pub(super) fn new(ledger: Ledger, options: SharedOptions, clock: Clock) -> Self {
        Self {
            links: Links::new(options.connections),
            ledger,
            clock,
            options,
            news: Notify::new(),
            loss: Notify::new(),
            breaker: Breaker::default(),
            stamp: Mutex::new(None),
        }
    }

    /// For a request: at once over a connection that is up, or not at all.
    pub(super) async fn call(&self, call: Call, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let passage = self.breaker.pass()?;
        let rows = self.links.pick()?.call(call, values).await?;
        passage.answered();
        Ok(rows)
    }

    /// Asks about nothing, and counts: at the start of a connection, and while it is idle.
    pub(super) async fn greet(&self, link: &Link) -> Result<(), StoreError> {
        let mark = self.ledger.mark();
        let values = self.question(None, &[]);
        let rows = link.call_within(PATIENCE, Call::Ask, &values).await?;
        self.admit_ask(&mark, &rows)
    }

    /// The values of [`Call::Ask`], whose first three are the same for all.
    pub(super) fn ask(&self, about: &[Value]) -> Vec<Value> {
        self.question(*self.stamp(), about)
    }

    fn question(&self, stamp: Option<Stamp>, about: &[Value]) -> Vec<Value> {
        let mut values = vec![
            self.name(),
            Value::At(stamp.map(|stamp| stamp.started)),
            Value::Oid(stamp.map(|stamp| stamp.table)),
        ];
        if about.is_empty() {
            let nothing = [Value::Ids(Vec::new()), Value::Id(None), Value::At(None)];
            values.extend(nothing);
            values.extend([Value::Id(None), Value::At(None)]);
        }
        values.extend_from_slice(about);
        values
    }

    pub(super) fn name(&self) -> Value {
        Value::text(&self.options.namespace)
    }

    /// Admits the answer to [`Call::Ask`].
    pub(super) fn admit_ask(&self, mark: &Mark, rows: &[Row]) -> Result<(), StoreError> {
        let row = rows.first().ok_or(Fault::Nonsense)?;
        let epoch = answers::epoch(row)?;
        let counted = answers::counted(row)?;
        let is_same = epoch.as_ref().is_none_or(|epoch| epoch.id == mark.epoch.id);
        if counted.is_none() && !is_same {
            // To be adopted with its own count.
            *self.stamp() = None;
            return Err(StoreError::Unreachable("it has begun anew".into()));
        }
        let changes = counted.unwrap_or_else(|| mark.changes());
        self.admit(mark, Answer { epoch, changes })?;
        if counted.is_some() {
            let started = answers::get(row, "started")?;
            *self.stamp() = Some(Stamp { started, table: answers::get(row, "table")? });
        }
        Ok(())
    }

    /// Whether an answer may be believed; see [`Ledger::admit`].
    pub(super) fn admit(&self, mark: &Mark, answer: Answer) -> Result<(), StoreError> {
        let admitted = self.ledger.admit(mark, answer);
        if admitted.is_err() {
            *self.stamp() = None;
        }
        if matches!(admitted, Err(StoreError::Lost)) {
            self.loss.notify_one();
        }
        admitted
    }

    pub(super) fn voids_after_loss(&self) -> bool {
        self.options.after_data_loss == AfterDataLoss::Void
    }

    fn stamp(&self) -> std::sync::MutexGuard<'_, Option<Stamp>> {
        self.stamp.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
