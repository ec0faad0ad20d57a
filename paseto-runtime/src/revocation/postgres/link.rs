//! Connections that carry any number of questions at a time.
//!
//! No pool: every operation is one statement in a transaction of its own, so a connection has no
//! state that a caller could leave behind, and questions follow each other on it without waiting.
//! A pool would lend it to one request at a time, and would open it on the worker that happens to
//! ask; it would end with that worker.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Row, Statement};

use super::calls::Call;
use super::fault::Fault;
use super::values::Value;

/// One connection that is up.
#[derive(Debug)]
pub(super) struct Link {
    client: Client,
    /// One of each [`Call`], if they are prepared under a name.
    prepared: Option<[OnceLock<Statement>; Call::ALL]>,
    has_answered: AtomicBool,
    is_over: Notify,
}

impl Link {
    pub(super) fn new(client: Client, prepared: bool) -> Self {
        let prepared = prepared.then(|| std::array::from_fn(|_| OnceLock::new()));
        Self { client, prepared, has_answered: AtomicBool::new(false), is_over: Notify::new() }
    }

    /// Until the last row, and the server's word that the transaction is over: what was answered
    /// is kept.
    pub(super) async fn call(&self, call: Call, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let rows = match &self.prepared {
            None => self.unnamed(call, values).await,
            Some(statements) => self.named(call, statements, values).await,
        };
        let rows = rows.map_err(Fault::from);
        match &rows {
            Ok(_) => self.has_answered.store(true, Ordering::Relaxed),
            Err(fault) if fault.ends_connection() => self.is_over.notify_one(),
            Err(_) => {}
        }
        rows
    }

    async fn unnamed(
        &self,
        call: Call,
        values: &[Value],
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        let typed: Vec<(&(dyn ToSql + Sync), Type)> =
            values.iter().map(|value| (value as &(dyn ToSql + Sync), value.kind())).collect();
        self.client.query_typed(call.sql(), &typed).await
    }

    async fn named(
        &self,
        call: Call,
        statements: &[OnceLock<Statement>; Call::ALL],
        values: &[Value],
    ) -> Result<Vec<Row>, tokio_postgres::Error> {
        let params: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let known = statements.get(call as usize);
        if let Some(statement) = known.and_then(OnceLock::get) {
            return self.client.query(statement, &params).await;
        }
        let types: Vec<Type> = values.iter().map(Value::kind).collect();
        let statement = self.client.prepare_typed(call.sql(), &types).await?;
        let statement = known.map_or(&statement, |known| known.get_or_init(|| statement.clone()));
        self.client.query(statement, &params).await
    }

    pub(super) async fn call_within(
        &self,
        limit: Duration,
        call: Call,
        values: &[Value],
    ) -> Result<Vec<Row>, Fault> {
        timeout(limit, self.call(call, values)).await.unwrap_or(Err(Fault::Late))
    }

    /// Whether it has answered anything since this was asked last.
    pub(super) fn take_answered(&self) -> bool {
        self.has_answered.swap(false, Ordering::Relaxed)
    }

    /// When a caller has been told something that ends it.
    pub(super) async fn over(&self) {
        self.is_over.notified().await;
    }
}

/// The places of the connections; each is filled again and again by a task of its own.
#[derive(Debug)]
pub(super) struct Links {
    places: Vec<ArcSwapOption<Link>>,
    next: AtomicUsize,
    is_up: Notify,
}

impl Links {
    pub(super) fn new(count: usize) -> Self {
        let places = (0..count.max(1)).map(|_| ArcSwapOption::empty()).collect();
        Self { places, next: AtomicUsize::new(0), is_up: Notify::new() }
    }

    pub(super) fn put(&self, place: usize, link: Option<Arc<Link>>) {
        if let Some(kept) = self.places.get(place) {
            let is_up = link.is_some();
            kept.store(link);
            if is_up {
                self.is_up.notify_one();
            }
        }
    }

    /// One after the other, of those that are up.
    pub(super) fn pick(&self) -> Result<Arc<Link>, Fault> {
        let first = self.next.fetch_add(1, Ordering::Relaxed) % self.places.len();
        let (before, from) = self.places.split_at(first);
        from.iter()
            .chain(before)
            .find_map(ArcSwapOption::load_full)
            .ok_or_else(|| Fault::Broken("none is up".to_owned()))
    }

    /// Until one has come up.
    pub(super) async fn wait(&self) {
        self.is_up.notified().await;
    }
}
