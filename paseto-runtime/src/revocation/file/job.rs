//! What waits for the disk: decided in memory, answered once it is written.

use tokio::sync::oneshot::Sender;

use super::tables::Row;
use crate::revocation::memory::Record;
use crate::revocation::{Consumed, Consumption, FamilyRecord, MemoryStore, StoreError};

/// Something to do, and who waits for it.
#[derive(Debug)]
pub(super) enum Job {
    Revoke(Record, Waiting<()>),
    Enroll(FamilyRecord, Waiting<()>),
    Consume(Consumption, Waiting<Consumed>),
}

pub(super) type Waiting<T> = Sender<Result<T, StoreError>>;

/// A decision on its way to whoever waits; an error of the disk takes its place.
pub(super) type Reply = Box<dyn FnOnce(Option<StoreError>)>;

impl Job {
    /// Memory knows of it from here on, so that the next job is decided with it. What is to be
    /// written joins `rows`.
    pub(super) fn decide(self, memory: &MemoryStore, rows: &mut Vec<Row>) -> Reply {
        match self {
            Self::Revoke(record, done) => {
                let kept = memory.keep(record);
                rows.extend(kept.is_ok().then_some(Row::Revoked(record)));
                reply(done, kept)
            }
            Self::Enroll(family, done) => {
                let listed = memory.list(&family);
                rows.extend(row_of(memory, &family));
                reply(done, listed)
            }
            Self::Consume(used, done) => {
                let consumed = memory.use_up(&used);
                if let Ok(consumed) = &consumed {
                    note(&used, consumed, memory, rows);
                }
                reply(done, consumed)
            }
        }
    }

    pub(super) fn refuse(self, with: StoreError) {
        match self {
            Self::Revoke(_, done) | Self::Enroll(_, done) => tell(done, Err(with)),
            Self::Consume(_, done) => tell(done, Err(with)),
        }
    }
}

fn note(used: &Consumption, consumed: &Consumed, memory: &MemoryStore, rows: &mut Vec<Row>) {
    match consumed {
        Consumed::First => {
            let id = memory.key.id(&used.jti);
            // What renews a family is used up by the family's own row.
            rows.extend(used.renews.is_none().then_some(Row::Used(id, used.keep_until)));
            rows.extend(used.grace.clone().map(|grace| Row::Grace(id, grace)));
            rows.extend(used.family.as_ref().and_then(|family| row_of(memory, family)));
        }
        Consumed::Again => rows.extend(used.family.as_ref().map(|family| {
            let id = memory.key.family(&family.family);
            Row::Revoked(Record::Family { id, keep_until: family.keep_until })
        })),
        Consumed::Repeated { .. } | Consumed::Revoked => {}
    }
}

/// As memory has it, with what it knew of the family before.
fn row_of(memory: &MemoryStore, family: &FamilyRecord) -> Option<Row> {
    let (id, listed) = memory.listing(&family.family)?;
    Some(Row::Family(id, listed))
}

fn reply<T: 'static>(done: Waiting<T>, decided: Result<T, StoreError>) -> Reply {
    Box::new(move |failure| tell(done, failure.map_or(decided, Err)))
}

/// Who no longer waits has given up on the answer, not on the deed.
fn tell<T>(done: Waiting<T>, answer: Result<T, StoreError>) {
    let _ = done.send(answer);
}
