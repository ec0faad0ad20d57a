//! From rows to answers.

use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use super::fault::Fault;
use super::values::{Micros, unescape};
use crate::revocation::shared::{Answer, Epoch};
use crate::revocation::{Consumed, FamilyRecord};
use crate::time::Timestamp;

/// A column by its name.
pub(super) fn get<'r, T: FromSql<'r>>(row: &'r Row, column: &str) -> Result<T, Fault> {
    row.try_get(column).map_err(|_| Fault::Nonsense)
}

/// What all rows of an answer begin with; no row means that there is no such application.
pub(super) fn head(rows: &[Row]) -> Result<Answer, Fault> {
    let Some(row) = rows.first() else { return Ok(Answer { epoch: None, changes: 0 }) };
    Ok(Answer { epoch: epoch(row)?, changes: counted(row)?.unwrap_or_default() })
}

pub(super) fn epoch(row: &Row) -> Result<Option<Epoch>, Fault> {
    Ok(get::<Option<&str>>(row, "epoch")?.and_then(Epoch::parse))
}

/// `None` if the count cannot have gone back since we had it.
pub(super) fn counted(row: &Row) -> Result<Option<u64>, Fault> {
    let changes: Option<i64> = get(row, "changes")?;
    changes.map(|changes| u64::try_from(changes).map_err(|_| Fault::Nonsense)).transpose()
}

/// Whether a write was done: the epoch there was the one that we know.
pub(super) fn done(rows: &[Row]) -> Result<(), Fault> {
    match rows.first().map(|row| get(row, "done")) {
        Some(Ok(true)) => Ok(()),
        Some(Err(fault)) => Err(fault),
        Some(Ok(false)) | None => Err(Fault::Nonsense),
    }
}

pub(super) fn consumed(rows: &[Row]) -> Result<Consumed, Fault> {
    let row = rows.first().ok_or(Fault::Nonsense)?;
    match get::<Option<&str>>(row, "outcome")? {
        Some("first") => Ok(Consumed::First),
        Some("again") => Ok(Consumed::Again),
        Some("revoked") => Ok(Consumed::Revoked),
        Some("repeated") => {
            let successor = unescape(get(row, "successor")?);
            Ok(Consumed::Repeated { successor, at: instant(row, "at")? })
        }
        Some(_) | None => Err(Fault::Nonsense),
    }
}

/// `None` is the row that every list has.
pub(super) fn family(row: &Row, subject: &str) -> Result<Option<FamilyRecord>, Fault> {
    let Some(family) = get::<Option<&str>>(row, "family")?.map(unescape) else { return Ok(None) };
    Ok(Some(FamilyRecord {
        family,
        subject: subject.to_owned(),
        began: instant(row, "began")?,
        last_used: instant(row, "last_used")?,
        keep_until: get::<Micros>(row, "keep_until")?.to_timestamp(),
        label: get::<Option<&str>>(row, "label")?.map(unescape),
    }))
}

fn instant(row: &Row, column: &str) -> Result<Timestamp, Fault> {
    get::<Micros>(row, column)?.to_timestamp().ok_or(Fault::Nonsense)
}
