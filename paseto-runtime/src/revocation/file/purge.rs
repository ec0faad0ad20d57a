//! Drops from the file what no longer counts, little by little: a revocation waits for one step.

use std::time::{Duration, Instant};

use redb::{Database, ReadableDatabase, TableDefinition, Value};

use super::tables::{self, FAMILIES, GRACES, SUBJECTS, TOKENS};
use crate::revocation::MemoryStore;
use crate::revocation::id::Id;
use crate::time::Timestamp;

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(300);

/// Between two steps of a round.
const PAUSE: Duration = Duration::from_millis(50);

/// As many entries are looked at in one step.
const STEP: usize = 1_000;

/// How far the round is.
#[derive(Debug)]
pub(super) struct Purge {
    every: Duration,
    due: Instant,
    table: Table,
    /// The entry that was looked at last.
    after: Option<u128>,
}

#[derive(Debug, Clone, Copy)]
enum Table {
    Tokens,
    Subjects,
    Families,
    Graces,
}

impl Table {
    const fn next(self) -> Option<Self> {
        match self {
            Self::Tokens => Some(Self::Subjects),
            Self::Subjects => Some(Self::Families),
            Self::Families => Some(Self::Graces),
            Self::Graces => None,
        }
    }
}

impl Default for Purge {
    fn default() -> Self {
        Self::every(ROUND)
    }
}

impl Purge {
    pub(super) fn every(every: Duration) -> Self {
        let due = Instant::now() + every;
        Self { every, due, table: Table::Tokens, after: None }
    }

    pub(super) fn is_due(&self) -> bool {
        self.due <= Instant::now()
    }

    /// How long until the next step.
    pub(super) fn wait(&self) -> Duration {
        self.due.saturating_duration_since(Instant::now())
    }

    /// Memory says when an entry goes, because it knows two clocks; the file follows.
    pub(super) fn step(
        &mut self,
        db: &Database,
        memory: &MemoryStore,
        now: Timestamp,
    ) -> Result<(), redb::Error> {
        if self.after.is_none() {
            memory.sweep_everything();
        }
        let seen = match self.table {
            Table::Tokens => sweep(db, TOKENS, self.after, |id, end| {
                tables::has_passed(end, now) && !memory.holds(tables::token(id, end))
            }),
            Table::Subjects => sweep(db, SUBJECTS, self.after, |id, mark| {
                tables::has_passed(mark.1, now) && !memory.holds(tables::subject(id, mark))
            }),
            Table::Families => sweep(db, FAMILIES, self.after, |id, _| {
                !memory.families.lock(Id::from_bits(id)).is_known()
            }),
            Table::Graces => sweep(db, GRACES, self.after, |id, _| {
                memory.graces.get(Id::from_bits(id)).is_none()
            }),
        }?;
        self.go_on(seen);
        Ok(())
    }

    fn go_on(&mut self, seen: Option<u128>) {
        self.after = seen;
        let next = if seen.is_some() { Some(self.table) } else { self.table.next() };
        let wait = next.map_or(self.every, |_| PAUSE.min(self.every));
        self.table = next.unwrap_or(Table::Tokens);
        self.due = Instant::now() + wait;
    }
}

/// The last of the entries that were looked at; `None` at the end of the table.
fn sweep<V: Value + 'static>(
    db: &Database,
    table: TableDefinition<'static, u128, V>,
    after: Option<u128>,
    is_over: impl Fn(u128, V::SelfType<'_>) -> bool,
) -> Result<Option<u128>, redb::Error> {
    let Some(first) = after.map_or(Some(0), |after| after.checked_add(1)) else { return Ok(None) };
    let (mut over, mut last, mut seen) = (Vec::new(), None, 0);
    for entry in db.begin_read()?.open_table(table)?.range(first..)?.take(STEP) {
        let (id, value) = entry?;
        if is_over(id.value(), value.value()) {
            over.push(id.value());
        }
        last = Some(id.value());
        seen += 1;
    }
    if !over.is_empty() {
        remove(db, table, &over)?;
    }
    Ok(last.filter(|_| seen == STEP))
}

fn remove<V: Value + 'static>(
    db: &Database,
    table: TableDefinition<'static, u128, V>,
    over: &[u128],
) -> Result<(), redb::Error> {
    let txn = tables::begin(db)?;
    {
        let mut table = txn.open_table(table)?;
        for id in over {
            table.remove(id)?;
        }
    }
    Ok(txn.commit()?)
}
