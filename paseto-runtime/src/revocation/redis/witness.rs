//! The last change that this node has seen, to be found again on whatever server comes next.
//!
//! A count that goes back shows that changes are lost; after a failover it may have passed that
//! mark again before anybody looked, by other changes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use redis::Value;

use super::keys::Keys;
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, Told, list, must};
use super::trouble::Trouble;
use super::wire::Wire;

#[derive(Debug, Default)]
pub(super) struct Witness(Mutex<Seen>);

#[derive(Debug, Clone, Default)]
struct Seen {
    epoch: u128,
    changes: u64,
    chain: String,
}

impl Witness {
    /// Of an answer that is believed.
    pub(super) fn note(&self, epoch: u128, told: &Told) {
        let mut seen = self.seen();
        if seen.epoch != epoch || seen.changes < told.changes {
            *seen = Seen { epoch, changes: told.changes, chain: told.chain.clone() };
        }
    }

    /// Whether a server that counts as many changes or more has others than those that were seen.
    pub(super) async fn contradicts(
        &self,
        keys: &Keys,
        wire: &Wire,
        told: &Told,
    ) -> Result<bool, Trouble> {
        let seen = self.seen().clone();
        if told.epoch().is_none_or(|epoch| epoch.id != seen.epoch) || told.changes < seen.changes {
            return Ok(false);
        }
        if told.changes == seen.changes {
            return Ok(told.chain != seen.chain);
        }
        let args = vec![seen.changes.saturating_sub(1).to_string(), "1".to_owned()];
        let keys = vec![keys.epoch(), keys.changes(), keys.log()];
        let told = wire.run(&Call { script: &SCRIPTS.log, keys, args }).await?;
        let entries = told.rest.into_iter().next().map(list).transpose()?.ok_or(SENSELESS)?;
        // One that was trimmed since says nothing against it.
        let Some(entry) = entries.into_iter().next() else { return Ok(false) };
        let (number, chain) = read(entry)?;
        Ok(number == format!("{}-0", seen.changes) && chain != seen.chain)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of an entry, and what all changes until then come to.
fn read(entry: Value) -> Result<(String, String), Trouble> {
    let mut entry = list(entry)?.into_iter();
    let number = must(entry.next().ok_or(SENSELESS)?)?;
    let fields = list(entry.next().ok_or(SENSELESS)?)?;
    Ok((number, must(fields.into_iter().nth(3).ok_or(SENSELESS)?)?))
}
