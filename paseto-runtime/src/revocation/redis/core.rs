//! What every question goes through.

use std::sync::Arc;

use super::evictions::Evictions;
use super::keys::Keys;
use super::link::Link;
use super::scripts::{Call, SCRIPTS};
use super::told::Told;
use super::trouble::Trouble;
use super::witness::Witness;
use crate::revocation::shared::{Breaker, Epoch, EpochState, Ledger, Mark, Passage};
use crate::revocation::{SharedOptions, StoreError};
use crate::time::{Clock, Timestamp};

#[derive(Debug)]
pub(super) struct Core {
    pub(super) ledger: Ledger,
    pub(super) witness: Witness,
    pub(super) evictions: Evictions,
    pub(super) breaker: Breaker,
    pub(super) link: Link,
    pub(super) keys: Keys,
    pub(super) clock: Clock,
    pub(super) options: SharedOptions,
}

/// An answer that may be believed, and the epoch that it belongs to.
#[derive(Debug)]
pub(super) struct Believed {
    pub(super) epoch: Arc<Epoch>,
    pub(super) told: Told,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    Ask,
    Change,
}

impl Core {
    /// One question, one trip, one answer; refused unless the data are those that are known.
    pub(super) async fn put(
        &self,
        intent: Intent,
        call: impl FnOnce(&Epoch) -> Call,
    ) -> Result<Believed, StoreError> {
        let mark = self.ledger.mark();
        let call = call(&mark.epoch);
        let passage = self.breaker.pass()?;
        let told = self.send(intent, &call).await;
        self.settle(passage, &told);
        self.believe(&mark, told?)
    }

    /// A connection that is of no use is looked after at once.
    fn settle(&self, passage: Passage<'_>, told: &Result<Told, Trouble>) {
        if told.as_ref().map_or_else(Trouble::is_of_the_data, |_| true) {
            passage.answered();
        } else {
            self.link.complain();
        }
    }

    async fn send(&self, intent: Intent, call: &Call) -> Result<Told, Trouble> {
        let wires = self.link.wires()?;
        match (intent, self.options.replicas) {
            (Intent::Ask, _) => wires.asks.run(call).await,
            (Intent::Change, 0) => wires.changes.run(call).await,
            (Intent::Change, replicas) => {
                let half = self.options.timeout.as_millis().div_ceil(2).max(1);
                wires.changes.run_and_wait(call, replicas, half).await
            }
        }
    }

    fn believe(&self, mark: &Mark, told: Told) -> Result<Believed, StoreError> {
        let admitted = self.ledger.admit(mark, told.answer());
        admitted.inspect_err(|_| self.link.complain())?;
        self.witness.note(mark.epoch.id, &told);
        Ok(Believed { epoch: Arc::clone(&mark.epoch), told })
    }

    /// The first keys of every script that changes something.
    pub(super) fn changing(&self, keys: impl IntoIterator<Item = String>) -> Vec<String> {
        let first = [self.keys.epoch(), self.keys.changes(), self.keys.log()];
        first.into_iter().chain(keys).collect()
    }

    pub(super) fn asking(&self, keys: impl IntoIterator<Item = String>) -> Vec<String> {
        [self.keys.epoch(), self.keys.changes()].into_iter().chain(keys).collect()
    }

    /// Nothing but how the data are.
    pub(super) fn look(&self) -> Call {
        look(&self.keys)
    }

    /// Answered only where all keys of a slot are: of one that moves, a node that lacks a key that
    /// is asked for beside others does not know whether there is one.
    pub(super) fn stray(&self) -> Call {
        let keys = self.asking([self.keys.stray()]);
        Call { script: &SCRIPTS.check, keys, args: vec!["g".to_owned()] }
    }

    /// A new epoch in place of the one that was seen, which need not be the one that is known.
    pub(super) fn begin(
        &self,
        seen: Option<&str>,
        void_before: Option<Timestamp>,
    ) -> Result<Call, StoreError> {
        let known = self.ledger.mark().epoch;
        let old = seen.and_then(Epoch::parse);
        let none = || StoreError::Unreachable("the system gives no randomness".into());
        let epoch = Epoch::begin(void_before).ok_or_else(none)?;
        let epoch = epoch.instead_of(old.as_ref().unwrap_or(&known)).after(&known);
        Ok(begin(&self.keys, seen, &epoch))
    }
}

pub(super) fn look(keys: &Keys) -> Call {
    let keys = vec![keys.epoch(), keys.changes()];
    Call { script: &SCRIPTS.check, keys, args: Vec::new() }
}

pub(super) fn begin(keys: &Keys, seen: Option<&str>, epoch: &Epoch) -> Call {
    let keys = vec![keys.epoch(), keys.changes(), keys.log()];
    let args = vec![seen.unwrap_or_default().to_owned(), epoch.to_text()];
    Call { script: &SCRIPTS.begin, keys, args }
}

/// How the text of an epoch begins: its state and its id.
pub(super) fn beginning(epoch: &Epoch, state: EpochState) -> String {
    let text = Epoch { state, ..epoch.clone() }.to_text();
    let words: Vec<_> = text.split(' ').take(3).collect();
    words.join(" ")
}

/// As every script that changes something wants it first.
pub(super) fn expected(epoch: &Epoch) -> String {
    beginning(epoch, EpochState::Good)
}
