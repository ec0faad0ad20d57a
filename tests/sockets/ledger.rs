//! A store that rings or does not, lags or fails, as a test wants it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use actix_paseto::revocation::{
    Announcer, Changes, Consumed, Consumption, Query, Revocation, RevocationStore, Standing,
    StoreError, StoreFuture,
};
use actix_paseto::time::Timestamp;
use actix_web::rt::time::sleep;

#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Parts>);

#[derive(Debug, Default)]
struct Parts {
    entries: Mutex<Entries>,
    bell: Option<Announcer>,
    fails: AtomicBool,
    lag: AtomicU64,
    asked: AtomicUsize,
}

#[derive(Debug, Default)]
struct Entries {
    tokens: HashSet<String>,
    families: HashSet<String>,
    subjects: HashMap<String, Timestamp>,
}

impl Entries {
    fn holds(&self, query: &Query<'_>) -> bool {
        let token = query.jtis().any(|jti| self.tokens.contains(jti));
        let family = query.family.as_deref().is_some_and(|family| self.families.contains(family));
        let subject = query.subject.as_ref().map(ToString::to_string);
        let before = subject.and_then(|subject| self.subjects.get(&subject));
        let subject = before.is_some_and(|before| query.issued_at.is_none_or(|at| at <= *before));
        token || family || subject
    }
}

impl Ledger {
    pub(crate) fn ringing() -> Self {
        Self(Arc::new(Parts { bell: Some(Announcer::new()), ..Parts::default() }))
    }

    pub(crate) fn silent() -> Self {
        Self::default()
    }

    pub(crate) fn fail(&self, fails: bool) {
        self.0.fails.store(fails, SeqCst);
    }

    /// How long each answer takes from now on.
    pub(crate) fn lag(&self, lag: Duration) {
        self.0.lag.store(u64::try_from(lag.as_millis()).unwrap(), SeqCst);
    }

    pub(crate) fn ring(&self) {
        self.0.bell.as_ref().unwrap().announce();
    }

    pub(crate) fn asked(&self) -> usize {
        self.0.asked.load(SeqCst)
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.entries.lock().unwrap()
    }

    fn standing(&self, query: &Query<'_>) -> Result<Standing, StoreError> {
        self.0.asked.fetch_add(1, SeqCst);
        if self.0.fails.load(SeqCst) {
            return Err(StoreError::Unreachable("no route".into()));
        }
        let holds = self.entries().holds(query);
        Ok(if holds { Standing::Revoked } else { Standing::Live })
    }
}

impl RevocationStore for Ledger {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        let lag = Duration::from_millis(self.0.lag.load(SeqCst));
        Box::pin(async move {
            // Told as it was when asked, late.
            let told = self.standing(query);
            sleep(lag).await;
            told
        })
    }

    fn check_now(&self, query: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        (self.0.lag.load(SeqCst) == 0).then(|| self.standing(query))
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let mut entries = self.entries();
            match revocation {
                Revocation::Token { jti, .. } => {
                    entries.tokens.insert(jti.clone());
                }
                Revocation::Family { family, .. } => {
                    entries.families.insert(family.clone());
                }
                Revocation::Subject { subject, before, .. } => {
                    entries.subjects.insert(subject.clone(), *before);
                }
                other => panic!("{other:?}"),
            }
            drop(entries);
            if let Some(bell) = &self.0.bell {
                bell.announce();
            }
            Ok(())
        })
    }

    fn keeps_families(&self) -> bool {
        true
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        Box::pin(async move {
            let subject = Some(consumption.subject.as_str().into());
            let issued_at = consumption.issued_at;
            let family = consumption.family.as_ref().map(|record| record.family.as_str().into());
            let mut entries = self.entries();
            if entries.holds(&Query { subject, issued_at, family, ..Query::default() }) {
                return Ok(Consumed::Revoked);
            }
            let is_new = entries.tokens.insert(consumption.jti.clone());
            Ok(if is_new { Consumed::First } else { Consumed::Again })
        })
    }

    fn changes(&self) -> Option<Changes> {
        self.0.bell.as_ref().map(Announcer::changes)
    }
}
