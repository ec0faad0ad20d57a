//! The store that others see.

use std::sync::Arc;
use std::time::Duration;

use super::answers;
use super::calls::Call;
use super::connect::Target;
use super::fault::Fault;
use super::feed::Position;
use super::open::{self, Opened};
use super::server::Server;
use super::values::{Micros, Uuid, Value, escape};
use crate::revocation::shared::{Engine, Epoch, Mark};
use crate::revocation::{
    Consumed, Consumption, FamilyRecord, Grace, OlderTokens, Query, ReplicaStore, Revocation,
    RevocationStore, SharedOptions, SharedStoreError, Standing, StoreError, StoreFuture,
    StoreHealth,
};
use crate::secret::SecretText;
use crate::time::Clock;

/// A store in PostgreSQL, for any number of nodes.
///
/// Every question is one statement, and every answer is checked for lost data before it is
/// believed. Tables stand in a schema `paseto`, which is created if it is missing.
#[derive(Debug)]
pub struct PostgresStore {
    pub(super) server: Arc<Server>,
    pub(super) target: Target,
    pub(super) engine: Engine,
    pub(super) position: Position,
}

impl PostgresStore {
    /// Connects, brings the schema to this release's version, and checks that the server keeps
    /// what it is told. Blocks, for 5 seconds at most: meant for the start of the program.
    ///
    /// The URL is as libpq has it, with any number of hosts. Certificates are always verified.
    ///
    /// # Errors
    ///
    /// [`SharedStoreError`].
    pub fn open(
        url: &SecretText,
        options: &SharedOptions,
        clock: &Clock,
    ) -> Result<Self, SharedStoreError> {
        let Opened { server, target, engine } = open::open(url, options, clock)?;
        Ok(Self { server, target, engine, position: Position::default() })
    }

    /// Keeps a copy of it in this process, and asks that. Blocks until the copy is complete.
    ///
    /// # Errors
    ///
    /// [`SharedStoreError`].
    pub fn into_replica(self, max_staleness: Duration) -> Result<ReplicaStore, SharedStoreError> {
        let clock = self.server.clock.clone();
        let replica = ReplicaStore::of(Arc::new(self), max_staleness, clock);
        replica.wait_until_complete(open::LIMIT)?;
        Ok(replica)
    }

    async fn standing(&self, query: &Query<'_>) -> Result<Standing, StoreError> {
        let mark = self.server.ledger.mark();
        let rows =
            self.server.call(Call::Ask, &self.server.ask(&about(&mark.epoch, query))).await?;
        self.server.admit_ask(&mark, &rows)?;
        let row = rows.first().ok_or(Fault::Nonsense)?;
        let is_revoked = answers::get::<Option<bool>>(row, "revoked")?.ok_or(Fault::Nonsense)?;
        let is_void = query.subject.is_some() && mark.epoch.voids(query.issued_at);
        Ok(if is_revoked || is_void { Standing::Revoked } else { Standing::Live })
    }

    async fn write(
        &self,
        mark: &Mark,
        call: Call,
        values: Vec<Value>,
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let mut all = vec![self.server.name(), Value::text(super::epochs::id_text(&mark.epoch))];
        all.push(Value::at(self.server.clock.now()));
        all.extend(values);
        let rows = self.server.call(call, &all).await?;
        self.server.admit(mark, answers::head(&rows)?)?;
        self.server.news.notify_one();
        Ok(rows)
    }

    async fn keep(&self, revocation: &Revocation) -> Result<(), StoreError> {
        let mark = self.server.ledger.mark();
        let (call, values) = revoking(&mark.epoch, revocation);
        Ok(answers::done(&self.write(&mark, call, values).await?)?)
    }

    async fn use_up(&self, used: &Consumption) -> Result<Consumed, StoreError> {
        let mark = self.server.ledger.mark();
        if mark.epoch.voids(used.issued_at) {
            // Nothing is written, but what we know of the epoch must still be so.
            let subject = Some(used.subject.as_str().into());
            let query = Query { subject, issued_at: used.issued_at, ..Query::default() };
            return self.standing(&query).await.map(|_| Consumed::Revoked);
        }
        let values = using(&mark.epoch, used);
        Ok(answers::consumed(&self.write(&mark, Call::Consume, values).await?)?)
    }

    async fn list(&self, record: &FamilyRecord) -> Result<(), StoreError> {
        let mark = self.server.ledger.mark();
        let values = family(&mark.epoch, Some(record));
        Ok(answers::done(&self.write(&mark, Call::Enroll, values).await?)?)
    }

    async fn listed(&self, subject: &str) -> Result<Vec<FamilyRecord>, StoreError> {
        let mark = self.server.ledger.mark();
        let owner = Value::Id(Some(mark.epoch.key.id(subject)));
        let values = [self.server.name(), owner, Value::at(self.server.clock.now())];
        let rows = self.server.call(Call::Families, &values).await?;
        self.server.admit(&mark, answers::head(&rows)?)?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            listed.extend(answers::family(row, subject)?);
        }
        listed.retain(|family| !mark.epoch.voids(Some(family.began)));
        listed.sort_by(|a, b| {
            (b.last_used, b.began).cmp(&(a.last_used, a.began)).then(a.family.cmp(&b.family))
        });
        Ok(listed)
    }
}

/// What the schema's `ask` is asked.
fn about(epoch: &Epoch, query: &Query<'_>) -> [Value; 5] {
    let family = query.family.as_deref().map(|family| epoch.key.family(family));
    let tokens = query.jtis().map(|jti| epoch.key.id(jti));
    [
        Value::Ids(tokens.chain(family).map(Uuid).collect()),
        Value::Id(family),
        Value::At(query.renews.map(Micros::of)),
        Value::Id(query.subject.as_ref().map(|subject| epoch.key.subject(subject))),
        Value::At(query.issued_at.map(Micros::of)),
    ]
}

fn revoking(epoch: &Epoch, revocation: &Revocation) -> (Call, Vec<Value>) {
    let one = |id, is_family, keep_until| {
        (Call::Revoke, vec![Value::Id(Some(id)), Value::Is(is_family), Value::end(keep_until)])
    };
    match revocation {
        Revocation::Token { jti, keep_until } => one(epoch.key.id(jti), false, *keep_until),
        Revocation::Family { family, keep_until } => {
            one(epoch.key.family(family), true, *keep_until)
        }
        Revocation::Subject { subject, before, keep_until } => {
            let id = Value::Id(Some(epoch.key.id(subject)));
            (Call::RevokeSubject, vec![id, Value::at(*before), Value::end(*keep_until)])
        }
    }
}

fn using(epoch: &Epoch, used: &Consumption) -> Vec<Value> {
    let mut values = vec![
        Value::Id(Some(epoch.key.id(&used.jti))),
        Value::Id(Some(epoch.key.id(&used.subject))),
        Value::At(used.issued_at.map(Micros::of)),
        Value::At(used.renews.map(Micros::of)),
        Value::end(used.keep_until),
    ];
    values.extend(family(epoch, used.family.as_ref()));
    values.extend(grace(epoch, used.grace.as_ref()));
    values
}

fn family(epoch: &Epoch, record: Option<&FamilyRecord>) -> Vec<Value> {
    vec![
        Value::Id(record.map(|record| epoch.key.family(&record.family))),
        Value::Id(record.map(|record| epoch.key.id(&record.subject))),
        Value::Text(record.map(|record| escape(&record.family))),
        Value::Text(record.and_then(|record| record.label.as_deref()).map(escape)),
        Value::At(record.map(|record| Micros::of(record.began))),
        Value::At(record.map(|record| Micros::of(record.last_used))),
        Value::At(record.map(|record| Micros::end(record.keep_until))),
    ]
}

fn grace(epoch: &Epoch, grace: Option<&Grace>) -> [Value; 4] {
    [
        Value::Text(grace.map(|grace| escape(&grace.successor))),
        Value::Id(grace.map(|grace| epoch.key.id(&grace.successor))),
        Value::At(grace.map(|grace| Micros::of(grace.at))),
        Value::At(grace.map(|grace| Micros::of(grace.until))),
    ]
}

impl RevocationStore for PostgresStore {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(self.standing(query))
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(self.keep(revocation))
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        Box::pin(self.use_up(consumption))
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        Box::pin(self.list(family))
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        Box::pin(self.listed(subject))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async {
            self.standing(&Query::default()).await?;
            Ok(StoreHealth::default())
        })
    }

    fn resume(&self, older: OlderTokens) -> StoreFuture<'_, ()> {
        Box::pin(self.server.resume(older))
    }
}
