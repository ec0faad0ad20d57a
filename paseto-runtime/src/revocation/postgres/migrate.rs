//! The schema: made if it is missing, and looked at closely if it is not.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::fault::Fault;
use crate::revocation::SharedStoreError;

/// What this release reads and writes.
const VERSION: i32 = 1;

/// One file for each version; a DBA may apply them by hand.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001.sql")];

/// Held by one node while it looks and acts; any number will do that nobody else uses.
const LOCK: &str = "SELECT pg_advisory_xact_lock(8098991042736398447)";

const THINGS: &str = "SELECT count(*), count(*) FILTER (WHERE c.relname = 'version') \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = 'paseto' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

const TABLES: &str = "SELECT count(*), count(*) FILTER (WHERE c.relpersistence = 'p') \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = 'paseto' AND c.relkind = 'r' AND c.relname IN \
    ('space', 'token', 'subject', 'family', 'grace', 'change')";

const NOT_OURS: SharedStoreError = SharedStoreError::Foreign("its schema `paseto` is not ours");

/// Brings the schema to our version.
///
/// # Errors
///
/// [`SharedStoreError`].
pub(super) async fn migrate(client: &mut Client, forgets: bool) -> Result<(), SharedStoreError> {
    let mut version = read(client).await?;
    if version < VERSION {
        version = apply(client).await?;
    }
    if version > VERSION {
        return Err(SharedStoreError::Foreign("its schema `paseto` is of a newer version"));
    }
    let row = client.query_typed_one(TABLES, &[]).await.map_err(Fault::from)?;
    let (all, logged): (i64, i64) = (get(&row, 0)?, get(&row, 1)?);
    if all != 6 {
        return Err(NOT_OURS);
    }
    if logged != all && !forgets {
        return Err(SharedStoreError::Forgets("a table of the schema `paseto` is unlogged"));
    }
    Ok(())
}

/// Two nodes may start at once: the second waits, looks again, and finds nothing to do.
async fn apply(client: &mut Client) -> Result<i32, SharedStoreError> {
    let step = client.transaction().await.map_err(Fault::from)?;
    step.batch_execute(LOCK).await.map_err(Fault::from)?;
    let from = read(step.client()).await?;
    let missing = MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(usize::MAX));
    for migration in missing {
        step.batch_execute(migration).await.map_err(by_hand)?;
    }
    step.commit().await.map_err(Fault::from)?;
    Ok(from.max(VERSION))
}

fn by_hand(error: tokio_postgres::Error) -> SharedStoreError {
    let fault = Fault::from(error);
    if fault.is(&SqlState::INSUFFICIENT_PRIVILEGE) {
        let why = "the role may not create the schema `paseto`: somebody who may applies \
            paseto-runtime's src/revocation/postgres/migrations/0001.sql by hand";
        return SharedStoreError::Unreachable(why.into());
    }
    fault.into()
}

/// 0 if there is nothing yet.
async fn read(client: &Client) -> Result<i32, SharedStoreError> {
    let row = client.query_typed_one(THINGS, &[]).await.map_err(Fault::from)?;
    let (things, version): (i64, i64) = (get(&row, 0)?, get(&row, 1)?);
    match (things, version) {
        (0, _) => Ok(0),
        (_, 0) => Err(NOT_OURS),
        _both => number(client).await,
    }
}

async fn number(client: &Client) -> Result<i32, SharedStoreError> {
    let rows = client.query_typed("SELECT number FROM paseto.version", &[]).await;
    match rows.map_err(Fault::from) {
        Ok(rows) => get(rows.first().ok_or(NOT_OURS)?, 0).map_err(|_| NOT_OURS),
        Err(fault) if fault.is(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            let why = "the role may not read the schema `paseto`: grant it what the migration says";
            Err(SharedStoreError::Unreachable(why.into()))
        }
        Err(Fault::Said { .. }) => Err(NOT_OURS),
        Err(fault) => Err(fault.into()),
    }
}

fn get<'r, T: tokio_postgres::types::FromSql<'r>>(
    row: &'r tokio_postgres::Row,
    at: usize,
) -> Result<T, Fault> {
    row.try_get(at).map_err(|_| Fault::Nonsense)
}
