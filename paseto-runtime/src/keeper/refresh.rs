//! Reading what is due, and when to look again.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::connection::Given;
use super::freshness::Moment;
use super::plan::Plan;
use super::slot::Slot;
use super::tenant::{Tenancy, Tenant};
use crate::config::{KeyTrust, Unread};
use crate::key::{KeyId, KeyState};
use crate::secrets::SecretError;
use crate::time::Clock;

/// Longer than anybody waits for a key to be dropped.
const LONGEST_SLEEP: Duration = Duration::from_secs(3600);

/// A clock that stands still must not keep us busy.
const SHORTEST_SLEEP: Duration = Duration::from_millis(200);

/// All that the keeper's thread works on.
#[derive(Debug)]
pub(super) struct Keeping {
    pub(super) plan: Plan,
    pub(super) trust: KeyTrust,
    pub(super) clock: Clock,
    pub(super) tenants: Vec<Tenant>,
    /// Pairs of tenants that must not come to share a key.
    pub(super) strangers: Vec<(usize, usize)>,
}

impl Keeping {
    pub(super) fn new(plan: Plan, trust: KeyTrust, clock: Clock) -> Self {
        Self { plan, trust, clock, tenants: Vec::new(), strangers: Vec::new() }
    }

    /// Takes over the profiles, in the order of the plan.
    pub(super) fn adopt(&mut self, tenancies: Vec<Tenancy>) {
        let places = self.plan.places.clone();
        let tenants = tenancies.into_iter().zip(places);
        self.tenants =
            tenants.filter_map(|(tenancy, places)| Tenant::new(tenancy, places)).collect();
        self.find_strangers();
    }

    /// Each of them under its own deadline, all at once.
    pub(super) async fn read(
        &mut self,
        is_wanted: impl Fn(usize, &Slot) -> bool,
        start: Option<Instant>,
    ) {
        let begun = Moment::new(self.clock.now());
        let wanted = self.plan.slots.iter().enumerate().filter(|(n, slot)| is_wanted(*n, slot));
        let reads = wanted.filter_map(|(n, slot)| {
            let connection = Arc::clone(self.plan.connections.get(slot.connection)?);
            let (path, deadline) = (slot.path.clone(), start.map(|start| start + slot.timeout));
            Some(async move { (n, connection.read(&path, deadline).await) })
        });
        let mut reads: FuturesUnordered<_> = reads.collect();
        while let Some((n, given)) = reads.next().await {
            self.take(n, given, begun);
            self.settle_urgent();
        }
    }

    fn take(&mut self, n: usize, given: Result<Given, SecretError>, begun: Moment) {
        let tenants = &self.tenants;
        let is_known = |id: &KeyId| {
            let mut takers =
                tenants.iter().filter(|tenant| tenant.places.slots().any(|of| of == n));
            tenants.is_empty() || takers.any(|taker| taker.live.knows(id))
        };
        let Some(slot) = self.plan.slots.get_mut(n) else { return };
        let content = given.map_err(Unread::from);
        match content.and_then(|given| slot.content(given, self.trust)) {
            Ok((content, _)) => {
                slot.forget(&content, is_known);
                slot.succeed(content, self.clock.now(), begun);
            }
            Err(error) => slot.fail(error),
        }
    }

    /// What is due now.
    pub(super) async fn tick(&mut self) {
        let now = Instant::now();
        self.read(|_, slot| slot.due.is_some_and(|due| due <= now), Some(now)).await;
        self.settle();
        self.mend().await;
    }

    /// When something is due, or a key has ended.
    pub(super) fn wake(&self) -> Instant {
        let now = Instant::now();
        let due = self.plan.slots.iter().filter_map(|slot| slot.due);
        let next = due.chain(self.next_end().map(|end| now + end.max(SHORTEST_SLEEP))).min();
        next.map_or(now + LONGEST_SLEEP, |next| next.min(now + LONGEST_SLEEP))
    }

    fn next_end(&self) -> Option<Duration> {
        let now = self.clock.now();
        let known = self.tenants.iter().flat_map(|tenant| &tenant.live.known);
        let known = known.filter(|known| known.state != KeyState::Revoked);
        known.filter_map(|known| known.until).map(|until| until.since(now)).min()
    }
}
