//! The store that others see: the copy to ask, the shared store to write to.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::copies::Copies;
use super::follower::{self, Leash};
use crate::revocation::memory::Record;
use crate::revocation::shared::Feed;
use crate::revocation::{
    Changes, Consumed, Consumption, FamilyRecord, OlderTokens, Query, Revocation, RevocationStore,
    SharedStoreError, Standing, StoreError, StoreFuture, StoreHealth,
};
use crate::time::Clock;

/// How often [`ReplicaStore::wait_until_complete`] looks.
const LOOK: Duration = Duration::from_millis(2);

/// A copy of a shared store in this process, of all that is revoked or used up. Requests are
/// answered from it without a round trip; what changes goes to the shared store, and is known here
/// once that has acknowledged it. Other nodes hear of it within moments.
///
/// A copy that has not heard of its store for longer than it may answers [`StoreError::Stale`].
/// Of tokens that renew their family ([`Query::renews`]) only what is revoked is known here: the
/// shared store is asked for the rest.
///
/// Made by `into_replica` of the store that is to be copied.
#[derive(Debug)]
pub struct ReplicaStore {
    shared: Arc<dyn Feed>,
    copies: Arc<Copies>,
    _leash: Leash,
}

impl ReplicaStore {
    /// Begins to copy. Until [`wait_until_complete`](Self::wait_until_complete) every answer is
    /// [`StoreError::Stale`].
    pub(in crate::revocation) fn of(
        shared: Arc<dyn Feed>,
        max_staleness: Duration,
        clock: Clock,
    ) -> Self {
        let copies = Arc::new(Copies::new(max_staleness, clock));
        let leash = follower::start(&shared, &copies);
        Self { shared, copies, _leash: leash }
    }

    /// Blocks: meant for the start of the program.
    ///
    /// # Errors
    ///
    /// [`SharedStoreError::Unreachable`] if nothing comes for longer than this; all together may
    /// take its time.
    pub(in crate::revocation) fn wait_until_complete(
        &self,
        limit: Duration,
    ) -> Result<(), SharedStoreError> {
        let (mut since, mut told) = (Instant::now(), 0);
        while let Err(error) = self.copies.health() {
            let progress = self.copies.progress();
            if told != progress {
                (since, told) = (Instant::now(), progress);
            }
            if since.elapsed() > limit {
                return Err(SharedStoreError::Unreachable(Box::new(error)));
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// What is certain once a use has been answered.
    fn note(&self, used: &Consumption, consumed: &Consumed) {
        let is_used = match consumed {
            // Who renews a family marks that, not the token.
            Consumed::First | Consumed::Repeated { .. } | Consumed::Again => used.renews.is_none(),
            Consumed::Revoked => false,
        };
        let keep_until = used.keep_until;
        if is_used {
            self.copies.change(|copy| Record::Token { id: copy.key.id(&used.jti), keep_until });
        }
        if let (Consumed::Again, Some(ended)) = (consumed, &used.family) {
            self.copies.change(|copy| Record::Family {
                id: copy.key.family(&ended.family),
                keep_until: ended.keep_until,
            });
            self.copies.bell.ring();
        }
    }
}

impl RevocationStore for ReplicaStore {
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        match self.check_now(query) {
            Some(answer) => Box::pin(std::future::ready(answer)),
            None => self.shared.check(query),
        }
    }

    fn check_now(&self, query: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        let answer = self.copies.check(query);
        let is_renewing = query.renews.is_some() && query.family.is_some();
        let is_certain = !is_renewing || matches!(answer, Ok(Standing::Revoked));
        is_certain.then_some(answer)
    }

    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            self.shared.revoke(revocation).await?;
            self.copies.change(|copy| copy.record(revocation));
            self.copies.bell.ring();
            Ok(())
        })
    }

    fn keeps_families(&self) -> bool {
        self.shared.keeps_families()
    }

    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        Box::pin(async move {
            let consumed = self.shared.consume(consumption).await?;
            self.note(consumption, &consumed);
            Ok(consumed)
        })
    }

    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        self.shared.enroll(family)
    }

    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        self.shared.families(subject)
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(std::future::ready(self.copies.health()))
    }

    fn resume(&self, older: OlderTokens) -> StoreFuture<'_, ()> {
        self.shared.resume(older)
    }

    fn changes(&self) -> Option<Changes> {
        Some(self.copies.bell.changes())
    }
}
