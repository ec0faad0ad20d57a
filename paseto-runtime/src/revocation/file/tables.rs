//! What the file holds: ids, never names, and the key that makes names ids. Families that live are
//! the exception: they are listed by their ids and by what the application calls them.

use std::time::Duration;

use redb::{Database, Durability, ReadableTable, Table, TableDefinition, WriteTransaction};

use crate::revocation::Grace;
use crate::revocation::families::Listed;
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

/// By id: the subject's id, the beginning and the last use in nanoseconds since 1970, the end; the
/// family's id in full, and its label; until when what was made is used up, 0 if nothing is.
pub(super) const FAMILIES: TableDefinition<'_, u128, FamilyRow> = TableDefinition::new("families");

/// By the id of the used token: its successor, the use, and until when it may be repeated, both in
/// nanoseconds since 1970.
pub(super) const GRACES: TableDefinition<'_, u128, GraceRow> = TableDefinition::new("graces");

pub(super) type FamilyRow = (u128, u128, u128, u64, &'static str, Option<&'static str>, u128);
pub(super) type GraceRow = (&'static str, u128, u128);

pub(super) const FORMAT: u128 = 2;

/// Had neither families nor graces.
pub(super) const FIRST_FORMAT: u128 = 1;

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
    txn.open_table(META)?.insert("key", key.bits())?;
    txn.open_table(TOKENS)?;
    txn.open_table(SUBJECTS)?;
    complete(txn)
}

/// Makes of a file of the first format one of this format; all or nothing.
pub(super) fn migrate(db: &Database) -> Result<(), redb::Error> {
    complete(begin(db)?)
}

fn complete(txn: WriteTransaction) -> Result<(), redb::Error> {
    txn.open_table(FAMILIES)?;
    txn.open_table(GRACES)?;
    txn.open_table(META)?.insert("format", FORMAT)?;
    Ok(txn.commit()?)
}

/// What a decision leaves in the file.
#[derive(Debug)]
pub(super) enum Row {
    Revoked(Record),
    Used(Id, Option<Timestamp>),
    Family(Id, Listed),
    Grace(Id, Grace),
}

impl Row {
    pub(super) const fn is_revocation(&self) -> bool {
        match self {
            Self::Revoked(_) => true,
            Self::Used(..) | Self::Family(..) | Self::Grace(..) => false,
        }
    }
}

/// Writes them all with one transaction, in this order.
pub(super) fn write(db: &Database, rows: &[Row]) -> Result<(), redb::Error> {
    let txn = begin(db)?;
    {
        let mut tables = Tables::open(&txn)?;
        for row in rows {
            tables.write(row)?;
        }
    }
    Ok(txn.commit()?)
}

struct Tables<'t> {
    tokens: Table<'t, u128, u64>,
    subjects: Table<'t, u128, (u128, u64)>,
    families: Table<'t, u128, FamilyRow>,
    graces: Table<'t, u128, GraceRow>,
}

impl<'t> Tables<'t> {
    fn open(txn: &'t WriteTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            tokens: txn.open_table(TOKENS)?,
            subjects: txn.open_table(SUBJECTS)?,
            families: txn.open_table(FAMILIES)?,
            graces: txn.open_table(GRACES)?,
        })
    }

    fn write(&mut self, row: &Row) -> Result<(), redb::Error> {
        match row {
            Row::Revoked(record) => self.revoke(*record)?,
            Row::Used(id, keep_until) => self.keep_token(*id, *keep_until)?,
            Row::Family(id, listed) => {
                self.families.insert(id.bits(), family_row(listed))?;
            }
            Row::Grace(id, grace) => {
                let row = (grace.successor.as_str(), nanos(grace.at), nanos(grace.until));
                self.graces.insert(id.bits(), row)?;
            }
        }
        Ok(())
    }

    /// Never shortens what is there.
    fn revoke(&mut self, record: Record) -> Result<(), redb::Error> {
        match record {
            Record::Token { id, keep_until } => {
                self.keep_token(id, keep_until)?;
                self.graces.remove(id.bits())?;
            }
            Record::Family { id, keep_until } => {
                self.keep_token(id, keep_until)?;
                self.families.remove(id.bits())?;
            }
            Record::Subject { id, before, keep_until } => {
                let new = (nanos(before), end_of(keep_until));
                let old = self.subjects.get(id.bits())?.map(|old| old.value());
                let old = old.unwrap_or(new);
                self.subjects.insert(id.bits(), (old.0.max(new.0), old.1.max(new.1)))?;
            }
        }
        Ok(())
    }

    fn keep_token(&mut self, id: Id, keep_until: Option<Timestamp>) -> Result<(), redb::Error> {
        let end = end_of(keep_until);
        let old = self.tokens.get(id.bits())?.map(|old| old.value());
        self.tokens.insert(id.bits(), old.map_or(end, |old| old.max(end)))?;
        Ok(())
    }
}

fn family_row(listed: &Listed) -> (u128, u128, u128, u64, &str, Option<&str>, u128) {
    let (began, last_used) = (nanos(listed.began), nanos(listed.last_used));
    let (end, label) = (end_of(listed.keep_until), listed.label.as_deref());
    let used = listed.used.map_or(0, nanos);
    (listed.subject.bits(), began, last_used, end, &listed.family, label, used)
}

pub(super) fn family(
    (subject, began, last_used, end, family, label, used): (
        u128,
        u128,
        u128,
        u64,
        &str,
        Option<&str>,
        u128,
    ),
) -> Listed {
    Listed {
        family: family.to_owned(),
        subject: Id::from_bits(subject),
        began: at_nanos(began),
        last_used: at_nanos(last_used),
        keep_until: instant_of(end),
        label: label.map(str::to_owned),
        used: (used != 0).then(|| at_nanos(used)),
    }
}

pub(super) fn grace((successor, at, until): (&str, u128, u128)) -> Grace {
    Grace { successor: successor.to_owned(), at: at_nanos(at), until: at_nanos(until) }
}

pub(super) fn token(id: u128, end: u64) -> Record {
    Record::Token { id: Id::from_bits(id), keep_until: instant_of(end) }
}

pub(super) fn subject(id: u128, (before, end): (u128, u64)) -> Record {
    Record::Subject { id: Id::from_bits(id), before: at_nanos(before), keep_until: instant_of(end) }
}

fn nanos(at: Timestamp) -> u128 {
    at.since(Timestamp::MIN).as_nanos()
}

/// Beyond what the nanoseconds can say: the end of the calendar.
fn at_nanos(nanos: u128) -> Timestamp {
    let since = u64::try_from(nanos).map(Duration::from_nanos).unwrap_or(Duration::MAX);
    Timestamp::MIN.checked_add(since).unwrap_or(Timestamp::MAX)
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
