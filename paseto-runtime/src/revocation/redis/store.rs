//! The store that others see.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::core::{Core, Intent};
use super::dial::Dialer;
use super::follow::follow;
use super::open::open;
use crate::revocation::shared::{Engine, Feed, FeedFuture, Sink};
use crate::revocation::{
    Consumed, Consumption, FamilyRecord, OlderTokens, Query, ReplicaStore, Revocation,
    RevocationStore, SharedOptions, SharedStoreError, Standing, StoreFuture, StoreHealth,
};
use crate::secret::SecretText;
use crate::time::Clock;

/// How long a first copy may take.
const COMPLETE: Duration = Duration::from_secs(60);

/// A store in a Redis (7.0 or later) that several nodes share.
///
/// The address is one of
///
/// * `redis://user:password@host:6379/0`, one server;
/// * `redis+sentinel://user:password@one:26379,two:26379/MASTER/0`: the Sentinels are asked for the
///   master at every connection. The password is the servers', and is shown to a Sentinel only if
///   it demands one;
/// * `redis+cluster://user:password@one:6379,two:6379`: name several nodes, each can tell where the
///   data are. All keys of a namespace are in one slot (their hash tag is `{namespace}`), as each
///   step works on several at once: a second namespace is what spreads the load;
///
/// each with `rediss` for TLS. `@`, `:`, `/`, `?`, `#` and `%` in a password are written as `%40`
/// and so on.
///
/// Every answer comes in one round trip, from the master, together with the epoch of the data and a
/// count of their changes: a server that has lost data is noticed by the next answer. The server
/// must neither evict nor forget: `maxmemory-policy noeviction`, `appendonly yes`, and `appendfsync`
/// not `no`, which is looked at when a connection is made, and every second; so is the count of its
/// evictions. With `appendfsync
/// always` a crash loses nothing; with `everysec` it may lose what was acknowledged in the last two
/// seconds, which is noticed, and refused until an operator resumes.
///
/// This user can do what the store does, in its namespace, and nothing else:
///
/// ```text
/// ACL SETUSER app on >password resetkeys ~{paseto}:* resetchannels -@all
///   +evalsha +eval +script|load +role +info +config|get +wait +time
///   +get +set +del +pttl +pexpire +persist +hget +hmget +hset
///   +zadd +zrem +zcard +zrange +zremrangebyscore +xadd +xrange +xread +scan
///   +select +cluster|keyslot +cluster|slots
/// ```
///
/// `+cluster` is for a cluster, `+scan +xread` for [`into_replica`](Self::into_replica), `+select`
/// for another database than 0, `+wait` for [`SharedOptions::replicas`]. Without `+config|get` the
/// settings are taken from `INFO`, which does not tell `appendfsync`.
///
/// Replication is asynchronous: what a failed master had acknowledged, and no replica had, is gone.
/// A node that had seen such a change notices it as soon as it speaks with the new master, also if
/// other changes have come since, and all nodes refuse from then on. With
/// [`SharedOptions::replicas`] a change is acknowledged only once so many replicas have it. The
/// clock of the server must not jump ahead by more than a minute: its entries end by it.
#[derive(Debug)]
pub struct RedisStore {
    core: Arc<Core>,
    dialer: Arc<Dialer>,
    engine: Engine,
}

impl RedisStore {
    /// Connects, and checks that the server keeps what it is told. Blocks: meant for the start of
    /// the program.
    ///
    /// # Errors
    ///
    /// [`SharedStoreError`].
    pub fn open(
        url: &SecretText,
        options: &SharedOptions,
        clock: &Clock,
    ) -> Result<Self, SharedStoreError> {
        let (engine, core, dialer) = open(url, options, clock)?;
        Ok(Self { core, dialer, engine })
    }

    /// Keeps a copy of it in this process, and asks that. Blocks until the copy is complete.
    ///
    /// # Errors
    ///
    /// [`SharedStoreError`].
    pub fn into_replica(self, max_staleness: Duration) -> Result<ReplicaStore, SharedStoreError> {
        let clock = self.core.clock.clone();
        let replica = ReplicaStore::of(Arc::new(self), max_staleness, clock);
        replica.wait_until_complete(COMPLETE)?;
        Ok(replica)
    }
}

impl RevocationStore for RedisStore {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(self.core.check(query))
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(self.core.revoke(revocation))
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        Box::pin(self.core.consume(consumption))
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        Box::pin(self.core.enroll(family))
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        Box::pin(self.core.families(subject))
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async {
            self.core.put(Intent::Ask, |_| self.core.look()).await?;
            Ok(StoreHealth::default())
        })
    }

    fn resume(&self, older: OlderTokens) -> StoreFuture<'_, ()> {
        Box::pin(self.core.resume(older))
    }
}

impl Feed for RedisStore {
    fn follow<'a>(&'a self, sink: &'a dyn Sink) -> FeedFuture<'a> {
        Box::pin(follow(&self.core, &self.dialer, sink))
    }

    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.engine.spawn(task);
    }
}
