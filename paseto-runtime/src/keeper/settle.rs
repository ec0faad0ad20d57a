//! From what the sources say to the keys of each profile, or to the old ones.

use super::live::{Gone, LiveKeys};
use super::refresh::Keeping;
use crate::config::{KeyTexts, Misplaced, Problem};
use crate::time::Timestamp;

/// A tenant by its number, and why its new keys were not taken.
pub(super) type Refusal = (usize, Problem);

impl Keeping {
    /// Gives each profile its keys, where they have changed and hold together.
    pub(super) fn settle(&mut self) -> Vec<Refusal> {
        let refusals = self.give(|_| true);
        self.report(&refusals);
        refusals
    }

    /// Where a key must go, it does not wait for sources that are still being read. The rest does:
    /// what moves from one source to another must not be missing in between.
    pub(super) fn settle_urgent(&mut self) {
        let now = self.clock.now();
        let all = 0..self.tenants.len();
        let urgent: Vec<usize> = all.filter(|n| self.emergency(*n, now).is_some()).collect();
        if !urgent.is_empty() {
            self.give(|n| urgent.contains(&n));
        }
    }

    fn give(&mut self, is_meant: impl Fn(usize) -> bool) -> Vec<Refusal> {
        let now = self.clock.now();
        let (mut drafts, mut refusals) = (Vec::new(), Vec::new());
        for n in 0..self.tenants.len() {
            let draft = if is_meant(n) { self.draft(n, now) } else { Ok(None) };
            drafts.push(draft.unwrap_or_else(|problem| {
                refusals.push((n, problem));
                self.emergency(n, now)
            }));
        }
        self.part(&mut drafts, &mut refusals, now);
        for (tenant, draft) in self.tenants.iter_mut().zip(drafts) {
            if let Some(live) = draft {
                tenant.install(live);
            }
        }
        refusals
    }

    fn texts(&self, n: usize) -> Option<KeyTexts> {
        self.tenants.get(n).map(|tenant| tenant.places.texts(&self.plan.slots))
    }

    /// `None` if nothing has changed.
    fn draft(&self, n: usize, now: Timestamp) -> Result<Option<LiveKeys>, Problem> {
        let (Some(tenant), Some(texts)) = (self.tenants.get(n), self.texts(n)) else {
            return Ok(None);
        };
        let checked = tenant.tenancy.settings.check_keys(&texts, now);
        let keys = checked.map_err(first)?;
        let live = &tenant.live;
        let is_new = keys.known != live.known;
        Ok(is_new.then(|| LiveKeys::new(keys, live.generation + 1, live.watch.clone())))
    }

    /// What has been revoked or has ended is dropped, whatever else is wrong. `None` if that
    /// changes nothing.
    fn emergency(&self, n: usize, now: Timestamp) -> Option<LiveKeys> {
        let (texts, tenant) = (self.texts(n)?, self.tenants.get(n)?);
        tenant.live.without(&gone(&texts, &tenant.live, now))
    }

    /// Profiles with a store each must not begin to share a key: what is revoked under one of them
    /// would count under the other. Whoever brings the key in keeps what it has, but for what must
    /// go.
    fn part(&self, drafts: &mut [Option<LiveKeys>], refusals: &mut Vec<Refusal>, now: Timestamp) {
        while let Some((one, other)) = self.strangers_with_one_key(drafts, refusals) {
            let why = "would share a key with a profile that has another revocation store";
            let open = [one, other].into_iter().filter(|n| is_open(*n, drafts, refusals));
            let open: Vec<usize> = open.collect();
            let bring = |n: &usize| self.brings(*n, if *n == one { other } else { one }, drafts);
            let guilty: Vec<usize> = open.iter().copied().filter(bring).collect();
            for n in if guilty.is_empty() { open } else { guilty } {
                if let Some(draft) = drafts.get_mut(n) {
                    *draft = self.emergency(n, now);
                }
                refusals.push((n, Problem::Contradiction(why)));
            }
        }
    }

    fn keys<'k>(&'k self, n: usize, drafts: &'k [Option<LiveKeys>]) -> Option<&'k LiveKeys> {
        let draft = drafts.get(n).and_then(Option::as_ref);
        draft.or_else(|| self.tenants.get(n).map(|tenant| &*tenant.live))
    }

    fn brings(&self, n: usize, other: usize, drafts: &[Option<LiveKeys>]) -> bool {
        let (keys, others) = (self.keys(n, drafts), self.keys(other, drafts));
        let before = self.tenants.get(n).map(|tenant| &tenant.live);
        let all = keys.zip(others).zip(before);
        all.is_some_and(|((keys, others), before)| keys.brings_key_of(others, before))
    }

    fn strangers_with_one_key(
        &self,
        drafts: &[Option<LiveKeys>],
        refusals: &[Refusal],
    ) -> Option<(usize, usize)> {
        self.strangers.iter().copied().find(|(one, other)| {
            let keys = self.keys(*one, drafts).zip(self.keys(*other, drafts));
            let is_open = |n: &usize| is_open(*n, drafts, refusals);
            (is_open(one) || is_open(other)) && keys.is_some_and(|(a, b)| a.shares_key_with(b))
        })
    }

    /// Pairs of profiles with different stores and no key in common.
    pub(super) fn find_strangers(&mut self) {
        let tenants = || self.tenants.iter().enumerate();
        let pairs =
            tenants().flat_map(|one| tenants().skip(one.0 + 1).map(move |other| (one, other)));
        let strange = pairs.filter(|((_, one), (_, other))| {
            one.tenancy.household != other.tenancy.household
                && !one.live.shares_key_with(&other.live)
        });
        let strangers = strange.map(|((one, _), (other, _))| (one, other)).collect();
        self.strangers = strangers;
    }

    fn report(&mut self, refusals: &[Refusal]) {
        let Self { tenants, plan, .. } = self;
        for (n, tenant) in tenants.iter_mut().enumerate() {
            let refusal = refusals.iter().find(|(of, _)| *of == n);
            match refusal.map(|(_, problem)| problem.to_string()) {
                Some(cause) => {
                    if tenant.trouble.is_news(&cause) {
                        let profile = &tenant.tenancy.name;
                        tracing::warn!(
                            target: "paseto", profile, cause, "new keys are refused, the old ones stay"
                        );
                    }
                }
                None => {
                    tenant.trouble.is_over();
                }
            }
            let mut slots = tenant.places.slots().filter_map(|n| plan.slots.get(n));
            let trouble = slots.find_map(|slot| slot.trouble.what());
            let trouble = tenant.trouble.what().or(trouble).map(str::to_owned);
            if let Some(ring) = tenant.tenancy.ring.upgrade() {
                ring.tell(trouble);
            }
        }
    }
}

pub(super) fn first(problems: Vec<Misplaced>) -> Problem {
    let first = problems.into_iter().next().map(|(_, problem)| problem);
    first.unwrap_or(Problem::Contradiction("the keys contradict each other"))
}

/// Whether the profile is to get new keys, and may still be refused them.
fn is_open(n: usize, drafts: &[Option<LiveKeys>], refusals: &[Refusal]) -> bool {
    drafts.get(n).is_some_and(Option::is_some) && !refusals.iter().any(|(of, _)| *of == n)
}

fn gone(texts: &KeyTexts, live: &LiveKeys, now: Timestamp) -> Gone {
    let entries = || texts.active.iter().chain(&texts.accept).flatten().flat_map(|all| all.iter());
    let revoked = entries().filter(|entry| entry.key.is_none()).map(|entry| entry.id.clone());
    let ended = live.known.iter().filter(|known| {
        let mut said = entries().filter(|entry| entry.id == known.id).peekable();
        match said.peek() {
            Some(_) => said.all(|entry| entry.is_over(now)),
            None => known.until.is_some_and(|until| until <= now),
        }
    });
    Gone { revoked: revoked.collect(), ended: ended.map(|known| known.id.clone()).collect() }
}
