//! From the configuration to a store.

use std::sync::Arc;

use crate::config::{Problem, RevocationSettings, StoreChoice, StoreUrl};
#[cfg(any(feature = "redis", feature = "postgres"))]
use crate::revocation::SharedOptions;
use crate::revocation::{FileStore, MemoryStore, RevocationStore, SharedStoreError};
use crate::time::Clock;

/// Opens the store that the first of the profiles which share it has configured.
pub(super) fn open(
    profile: &str,
    settings: &RevocationSettings,
    clock: &Clock,
) -> Result<Arc<dyn RevocationStore>, Problem> {
    match &settings.store {
        StoreChoice::Memory | StoreChoice::File(_) if settings.replica => {
            let why = "is not shared, but `revocation.replica` is set: there is nothing to copy";
            Err(Problem::Contradiction(why))
        }
        StoreChoice::Memory => {
            tracing::info!(target: "paseto", "revocations are kept in memory: a restart loses them");
            Ok(Arc::new(MemoryStore::new(settings.capacity, clock.clone())))
        }
        StoreChoice::File(path) => {
            Ok(Arc::new(FileStore::open(path, settings.capacity, clock.clone())?))
        }
        StoreChoice::Redis(url) => Ok(redis(url, profile, settings, clock)?),
        StoreChoice::Postgres(url) => Ok(postgres(url, profile, settings, clock)?),
    }
}

type Opened = Result<Arc<dyn RevocationStore>, SharedStoreError>;

#[cfg(feature = "redis")]
fn redis(url: &StoreUrl, profile: &str, settings: &RevocationSettings, clock: &Clock) -> Opened {
    use crate::revocation::RedisStore;
    let store = RedisStore::open(url.secret(), &options(profile, settings), clock)?;
    Ok(if settings.replica {
        Arc::new(store.into_replica(settings.max_staleness)?)
    } else {
        Arc::new(store)
    })
}

#[cfg(not(feature = "redis"))]
fn redis(_: &StoreUrl, _: &str, _: &RevocationSettings, _: &Clock) -> Opened {
    Err(SharedStoreError::Feature("redis"))
}

#[cfg(feature = "postgres")]
fn postgres(url: &StoreUrl, profile: &str, settings: &RevocationSettings, clock: &Clock) -> Opened {
    use crate::revocation::PostgresStore;
    let store = PostgresStore::open(url.secret(), &options(profile, settings), clock)?;
    Ok(if settings.replica {
        Arc::new(store.into_replica(settings.max_staleness)?)
    } else {
        Arc::new(store)
    })
}

#[cfg(not(feature = "postgres"))]
fn postgres(_: &StoreUrl, _: &str, _: &RevocationSettings, _: &Clock) -> Opened {
    Err(SharedStoreError::Feature("postgres"))
}

/// The name of the first profile stands for all that share the store.
#[cfg(any(feature = "redis", feature = "postgres"))]
fn options(profile: &str, settings: &RevocationSettings) -> SharedOptions {
    let own = || format!("paseto-{}", profile.to_ascii_lowercase());
    SharedOptions {
        namespace: settings.namespace.clone().unwrap_or_else(own),
        timeout: settings.timeout,
        ..settings.shared.clone()
    }
}
