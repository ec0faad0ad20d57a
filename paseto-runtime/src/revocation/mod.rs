//! Which tokens count no longer, although they are authentic and have not expired.

mod changes;
mod consumption;
mod count;
mod end;
mod families;
mod file;
mod graces;
mod health;
mod id;
mod memory;
mod options;
mod places;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
#[cfg(any(feature = "redis", feature = "postgres"))]
mod replica;
#[cfg(any(feature = "redis", feature = "postgres"))]
mod shared;
mod shelves;
mod single_use;
mod store;
mod subject_key;
mod subjects;
mod tokens;
mod until;
mod unusable;

#[cfg(test)]
mod tests;

pub use changes::{Announcer, Changes};
pub use consumption::{Consumed, Consumption, FamilyRecord, Grace};
pub use file::{FileStore, FileStoreError};
pub use health::{OlderTokens, StoreHealth};
pub use memory::MemoryStore;
pub use options::{AfterDataLoss, SharedOptions};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "redis")]
pub use redis::RedisStore;
#[cfg(any(feature = "redis", feature = "postgres"))]
pub use replica::ReplicaStore;
pub use store::{Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture};
pub use subject_key::SubjectKey;
pub use unusable::SharedStoreError;
