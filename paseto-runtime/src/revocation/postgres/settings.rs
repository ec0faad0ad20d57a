//! Whether a server keeps what it is told.

use tokio_postgres::Client;

use super::fault::Fault;
use crate::revocation::SharedStoreError;

/// Of the session, as the server would run our statements in it.
const SETTINGS: &str = "SELECT current_setting('fsync'), current_setting('full_page_writes'), \
    current_setting('synchronous_commit'), current_setting('default_transaction_isolation'), \
    current_setting('server_encoding'), pg_is_in_recovery()";

/// # Errors
///
/// [`SharedStoreError::Forgets`] unless that is allowed, and others.
pub(super) async fn examine(client: &Client, forgets: bool) -> Result<(), SharedStoreError> {
    let row = client.query_typed_one(SETTINGS, &[]).await.map_err(Fault::from)?;
    let said = |at| row.try_get::<_, &str>(at).map_err(|_| Fault::Nonsense);
    if row.try_get(5).map_err(|_| Fault::Nonsense)? {
        return Err(SharedStoreError::Unreachable("it is a standby".into()));
    }
    if said(4)? != "UTF8" {
        return Err(SharedStoreError::Foreign("its database is not encoded in UTF8"));
    }
    // Functions that wait for each other must see what the other has done.
    if said(3)? != "read committed" {
        let why = "`default_transaction_isolation` must be `read committed` for this role";
        return Err(SharedStoreError::Unreachable(why.into()));
    }
    let found = losing(said(0)?, said(1)?, said(2)?);
    found.filter(|_| !forgets).map_or(Ok(()), |why| Err(SharedStoreError::Forgets(why)))
}

fn losing(fsync: &str, pages: &str, commit: &str) -> Option<&'static str> {
    match (fsync, pages, commit) {
        ("off", _, _) => Some("`fsync` is off"),
        (_, "off", _) => Some("`full_page_writes` is off"),
        (_, _, "off") => Some("`synchronous_commit` is off"),
        _kept => None,
    }
}
