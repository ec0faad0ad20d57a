//! What this node knows of a store's data, and how it notices that they are gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::StoreError;
use super::{Epoch, EpochState};

/// Holds the epoch and the highest count of changes that any answer has shown. Every answer of the
/// store is admitted here before it is believed.
#[derive(Debug)]
pub(in crate::revocation) struct Ledger(Mutex<Known>);

#[derive(Debug, Clone)]
struct Known {
    epoch: Arc<Epoch>,
    /// Changes count up; they never count down.
    changes: u64,
    trust: Trust,
    /// How often it was doubted: an answer to what was asked before says nothing about after.
    doubts: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    Good,
    /// The epoch was not there. It may come back with all its data.
    Missing,
    /// Changes that were there are not: only another epoch ends this.
    Lost,
}

/// What was known when a question was sent: answers may overtake each other.
#[derive(Debug, Clone)]
pub(in crate::revocation) struct Mark {
    pub(in crate::revocation) epoch: Arc<Epoch>,
    changes: u64,
    doubts: u64,
}

#[cfg(feature = "postgres")]
impl Mark {
    /// What an answer counts that shows by other means that none has gone.
    pub(in crate::revocation) const fn changes(&self) -> u64 {
        self.changes
    }
}

/// What every answer of a store begins with.
#[derive(Debug, Clone)]
pub(in crate::revocation) struct Answer {
    /// `None` if there is none, or none that can be read.
    pub(in crate::revocation) epoch: Option<Epoch>,
    /// How many changes the data have seen.
    pub(in crate::revocation) changes: u64,
}

impl Ledger {
    pub(in crate::revocation) fn new(epoch: Epoch, changes: u64) -> Self {
        let trust = trust_in(&epoch);
        Self(Mutex::new(Known { epoch: Arc::new(epoch), changes, trust, doubts: 0 }))
    }

    /// To be taken before a question is sent.
    pub(in crate::revocation) fn mark(&self) -> Mark {
        let known = self.known();
        let Known { changes, doubts, .. } = *known;
        Mark { epoch: Arc::clone(&known.epoch), changes, doubts }
    }

    /// Whether the store may be believed as far as is known.
    pub(in crate::revocation) fn is_good(&self) -> bool {
        self.known().trust == Trust::Good
    }

    /// Whether an answer may be believed.
    ///
    /// # Errors
    ///
    /// [`StoreError::Lost`] if data are missing, also if an older epoch is back.
    /// [`StoreError::Unreachable`] once when another epoch has begun: the question was hashed under
    /// the key of the old one.
    pub(in crate::revocation) fn admit(
        &self,
        mark: &Mark,
        answer: Answer,
    ) -> Result<(), StoreError> {
        let mut known = self.known();
        // Asked of an epoch that is over by now, under its key: whatever was answered is about that.
        if mark.epoch.id != known.epoch.id {
            return Err(StoreError::Unreachable("it has begun anew".into()));
        }
        let Some(epoch) = answer.epoch else {
            known.doubt(Trust::Missing);
            return Err(StoreError::Lost);
        };
        if epoch.id < known.epoch.id {
            // A backup, or a server that had not heard of ours: what came since is not there.
            known.doubt(Trust::Lost);
            return Err(StoreError::Lost);
        }
        if epoch.id != known.epoch.id {
            tracing::warn!(target: "paseto", "the revocation store has begun a new epoch");
            known.trust = trust_in(&epoch);
            known.changes = answer.changes;
            known.epoch = Arc::new(epoch);
            return Err(StoreError::Unreachable("it has begun anew".into()));
        }
        if epoch.state == EpochState::Lost || answer.changes < mark.changes {
            known.doubt(Trust::Lost);
        }
        known.heed(mark, answer.changes)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn heed(&mut self, mark: &Mark, changes: u64) -> Result<(), StoreError> {
        // Sent before the doubt, it may have been overtaken by it: it settles nothing.
        if self.trust == Trust::Missing && mark.doubts == self.doubts {
            if changes >= self.changes {
                tracing::warn!(target: "paseto", "the revocation store has its data again");
                self.trust = Trust::Good;
            } else {
                // Restored, but to an older state.
                self.doubt(Trust::Lost);
            }
        }
        match self.trust {
            Trust::Good => {
                self.changes = self.changes.max(changes);
                Ok(())
            }
            Trust::Missing | Trust::Lost => Err(StoreError::Lost),
        }
    }

    /// Said once, not with every request.
    fn doubt(&mut self, trust: Trust) {
        if self.trust == Trust::Good {
            tracing::error!(
                target: "paseto",
                "the revocation store has lost data: every token is answered with 503 until an \
                 operator resumes"
            );
        }
        if self.trust != Trust::Lost {
            self.trust = trust;
            self.doubts += 1;
        }
    }
}

const fn trust_in(epoch: &Epoch) -> Trust {
    match epoch.state {
        EpochState::Good => Trust::Good,
        EpochState::Lost => Trust::Lost,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn ledger() -> (Ledger, Epoch) {
        let epoch = Epoch::begin(None).unwrap();
        (Ledger::new(epoch.clone(), 5), epoch)
    }

    fn told(ledger: &Ledger, epoch: Option<&Epoch>, changes: u64) -> Result<(), StoreError> {
        ledger.admit(&ledger.mark(), Answer { epoch: epoch.cloned(), changes })
    }

    #[test]
    fn changes_count_up_and_an_answer_that_was_overtaken_is_no_loss() {
        let (ledger, epoch) = ledger();
        let early = ledger.mark();
        told(&ledger, Some(&epoch), 9).unwrap();
        ledger.admit(&early, Answer { epoch: Some(epoch.clone()), changes: 6 }).unwrap();
        assert!(matches!(told(&ledger, Some(&epoch), 8), Err(StoreError::Lost)));
        // However many changes come after that.
        assert!(matches!(told(&ledger, Some(&epoch), 100), Err(StoreError::Lost)));
        assert!(!ledger.is_good());
    }

    #[test]
    fn an_epoch_that_is_gone_may_come_back_whole_but_not_older() {
        let (ledger, epoch) = ledger();
        assert!(matches!(told(&ledger, None, 0), Err(StoreError::Lost)));
        told(&ledger, Some(&epoch), 5).unwrap();
        assert!(matches!(told(&ledger, None, 0), Err(StoreError::Lost)));
        assert!(matches!(told(&ledger, Some(&epoch), 4), Err(StoreError::Lost)));
        assert!(matches!(told(&ledger, Some(&epoch), 6), Err(StoreError::Lost)));
    }

    #[test]
    fn what_was_asked_before_the_epoch_went_missing_settles_nothing() {
        let (ledger, epoch) = ledger();
        let early = ledger.mark();
        told(&ledger, Some(&epoch), 9).unwrap();
        assert!(matches!(told(&ledger, None, 0), Err(StoreError::Lost)));
        for changes in [7, 20] {
            let late = ledger.admit(&early, Answer { epoch: Some(epoch.clone()), changes });
            assert!(matches!(late, Err(StoreError::Lost)));
        }
        told(&ledger, Some(&epoch), 9).unwrap();
    }

    #[test]
    fn another_epoch_is_believed_from_the_next_question_on() {
        let (ledger, old) = ledger();
        let early = ledger.mark();
        assert!(matches!(told(&ledger, None, 0), Err(StoreError::Lost)));
        let new = Epoch::begin(None).unwrap();
        assert!(matches!(told(&ledger, Some(&new), 1), Err(StoreError::Unreachable(_))));
        // What still comes from before does not bring the old one back.
        let late = ledger.admit(&early, Answer { epoch: Some(old), changes: 7 });
        assert!(matches!(late, Err(StoreError::Unreachable(_))));
        // Neither that it was missing then, nor what was asked under its key.
        for answer in [None, Some(new.clone())] {
            let late = ledger.admit(&early, Answer { epoch: answer, changes: 9 });
            assert!(matches!(late, Err(StoreError::Unreachable(_))));
        }
        told(&ledger, Some(&new), 1).unwrap();
        assert_eq!(ledger.mark().epoch.id, new.id);
        let lost = Epoch { state: EpochState::Lost, ..new };
        assert!(matches!(told(&ledger, Some(&lost), 2), Err(StoreError::Lost)));
    }

    /// As where a replica takes over that had not heard of the new one.
    #[test]
    fn an_epoch_that_is_older_is_a_loss_until_one_begins_that_is_younger() {
        let older = Epoch::begin(None).unwrap();
        let (ledger, epoch) = ledger();
        assert!(matches!(told(&ledger, Some(&older), 9), Err(StoreError::Lost)));
        assert!(matches!(told(&ledger, Some(&epoch), 9), Err(StoreError::Lost)));
        let heir = Epoch::begin(None).unwrap().instead_of(&epoch);
        assert!(matches!(told(&ledger, Some(&heir), 1), Err(StoreError::Unreachable(_))));
        told(&ledger, Some(&heir), 1).unwrap();
    }
}
