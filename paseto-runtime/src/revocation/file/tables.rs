//! What the file holds: ids, never names, and the key that makes names ids.

use std::time::Duration;

use redb::{Database, Durability, ReadableTable, TableDefinition, WriteTransaction};

use crate::revocation::id::{Id, IdKey};
use crate::revocation::memory::Record;
use crate::time::Timestamp;

/// By name: `format` and `key`.
pub(super) const META: TableDefinition<'_, &str, u128> = TableDefinition::new("meta");

/// By id: the end in milliseconds since 1970.
pub(super) const TOKENS: TableDefinition<'_, u128, u64> = TableDefinition::new("tokens");

/// By id: the watermark in nanoseconds since 1970, and the end.
pub(super) const SUBJECTS: TableDefinition<'_, u128, (u128, u64)> =
    TableDefinition::new("subjects");

pub(super) const FORMAT: u128 = 1;

/// The end of what is kept for ever.
const NEVER: u64 = u64::MAX;

/// On the disk before it is acknowledged; in two phases, so that a damaged commit is an error.
pub(super) fn begin(db: &Database) -> Result<WriteTransaction, redb::Error> {
    let mut txn = db.begin_write()?;
    txn.set_durability(Durability::Immediate)?;
    txn.set_two_phase_commit(true);
    Ok(txn)
}

/// Makes the tables of a new file.
pub(super) fn create(db: &Database, key: IdKey) -> Result<(), redb::Error> {
    let txn = begin(db)?;
    {
        let mut meta = txn.open_table(META)?;
        meta.insert("format", FORMAT)?;
        meta.insert("key", key.bits())?;
        txn.open_table(TOKENS)?;
        txn.open_table(SUBJECTS)?;
    }
    Ok(txn.commit()?)
}

/// Writes them all with one transaction; never shortens what is there.
pub(super) fn write(db: &Database, records: &[Record]) -> Result<(), redb::Error> {
    let txn = begin(db)?;
    {
        let mut tokens = txn.open_table(TOKENS)?;
        let mut subjects = txn.open_table(SUBJECTS)?;
        for record in records {
            match record {
                Record::Token { id, keep_until } => {
                    let end = end_of(*keep_until);
                    let old = tokens.get(id.bits())?.map(|old| old.value());
                    tokens.insert(id.bits(), old.map_or(end, |old| old.max(end)))?;
                }
                Record::Subject { id, before, keep_until } => {
                    let new = (before.since(Timestamp::MIN).as_nanos(), end_of(*keep_until));
                    let old = subjects.get(id.bits())?.map(|old| old.value());
                    let old = old.unwrap_or(new);
                    subjects.insert(id.bits(), (old.0.max(new.0), old.1.max(new.1)))?;
                }
            }
        }
    }
    Ok(txn.commit()?)
}

pub(super) fn token(id: u128, end: u64) -> Record {
    Record::Token { id: Id::from_bits(id), keep_until: instant_of(end) }
}

pub(super) fn subject(id: u128, (before, end): (u128, u64)) -> Record {
    let before = u64::try_from(before).map(Duration::from_nanos).unwrap_or(Duration::MAX);
    // Beyond what the nanoseconds can say: revoked until the end of the calendar.
    let before = Timestamp::MIN.checked_add(before).unwrap_or(Timestamp::MAX);
    Record::Subject { id: Id::from_bits(id), before, keep_until: instant_of(end) }
}

/// Rounded up; what the calendar cannot say is for ever.
fn end_of(keep_until: Option<Timestamp>) -> u64 {
    let millis = keep_until.map(|at| at.since(Timestamp::MIN).as_nanos().div_ceil(1_000_000));
    millis.and_then(|millis| u64::try_from(millis).ok()).unwrap_or(NEVER)
}

fn instant_of(end: u64) -> Option<Timestamp> {
    (end != NEVER).then(|| Timestamp::MIN.checked_add(Duration::from_millis(end))).flatten()
}

/// Whether an entry with this end counts no longer, by the wall clock alone.
pub(super) fn has_passed(end: u64, now: Timestamp) -> bool {
    instant_of(end).is_some_and(|end| end < now)
}
