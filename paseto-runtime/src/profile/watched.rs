//! What is told of a profile to those who watch it from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Profile;
use crate::audit::{Audit, AuditEvent, Audited};
use crate::error::Code;
use crate::revocation::StoreError;
use crate::telemetry::{Operation, Outcome, Stopwatch, Telemetry};
use crate::token::Who;

/// The metrics and the audit log of a profile.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) telemetry: Arc<Telemetry>,
    audit: Audit,
    /// So that a loss of the store's data is told once.
    is_lost: AtomicBool,
}

impl Watched {
    pub(crate) fn new(profile: &str, audit: Audit) -> Self {
        let telemetry = Arc::new(Telemetry::of(profile));
        Self { telemetry, audit, is_lost: AtomicBool::new(false) }
    }
}

impl Profile {
    /// To the hook of the application; without one the event is not made.
    pub(crate) fn tell(&self, what: impl FnOnce() -> Audited) {
        if self.watched.audit.is_heard() {
            let (at, profile) = (self.clock.now(), self.name.clone());
            self.watched.audit.tell(&AuditEvent { at, profile, what: what() });
        }
    }

    pub(crate) fn telemetry(&self) -> &Telemetry {
        &self.watched.telemetry
    }

    /// A request was turned away; `who` had the token, as far as one of our keys vouches for it.
    pub(crate) fn refused(&self, policy: &'static str, code: Code, who: Option<&Who>) {
        self.telemetry().refused(code);
        self.tell(|| {
            let subject = who.and_then(Who::subject).cloned();
            let jti = who.and_then(Who::jti).map(str::to_owned);
            Audited::Refused { policy, code, subject, jti }
        });
    }

    /// The store was asked.
    pub(crate) fn asked<T>(
        &self,
        operation: Operation,
        told: &Result<T, StoreError>,
        since: &Stopwatch,
    ) {
        let outcome = told.as_ref().map_or_else(outcome, |_| Outcome::Answered);
        self.telemetry().asked(operation, outcome, since);
        self.heed(outcome);
    }

    /// Of a loss, and of its end.
    pub(crate) fn heed(&self, outcome: Outcome) {
        let is_lost = match outcome {
            Outcome::Lost => true,
            Outcome::Answered => false,
            Outcome::Full
            | Outcome::Unreachable
            | Outcome::Unsupported
            | Outcome::Stale
            | Outcome::TimedOut => return,
        };
        // Looked at first: a line that every core writes to would slow all of them down.
        let flag = &self.watched.is_lost;
        if flag.load(Ordering::Relaxed) != is_lost
            && flag.swap(is_lost, Ordering::Relaxed) != is_lost
        {
            self.tell(|| if is_lost { Audited::StoreLost } else { Audited::StoreRecovered });
        }
    }
}

pub(crate) const fn outcome(error: &StoreError) -> Outcome {
    match error {
        StoreError::Full => Outcome::Full,
        StoreError::Unreachable(_) => Outcome::Unreachable,
        StoreError::Unsupported => Outcome::Unsupported,
        StoreError::Lost => Outcome::Lost,
        StoreError::Stale => Outcome::Stale,
        StoreError::TimedOut => Outcome::TimedOut,
    }
}
