//! Which profile has which revocation store: those that share a key share a store.

use std::sync::Arc;

use figment::Figment;

use super::open_store::open;
use crate::audit::Audit;
use crate::config::{ConfigError, ConfigErrors, Problem, Settings};
use crate::keeper::{Keeper, LiveKeys, Ring, Tenancy};
use crate::profile::{Profile, Retention, Watched};
use crate::revocation::RevocationStore;
use crate::time::Clock;
use crate::token::TokenCache;

const STORE: &str = "revocation.store";

/// A profile that lacks nothing but its store.
pub(super) struct Keyed {
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) live: LiveKeys,
}

impl Keyed {
    fn shares_key_with(&self, other: &Self) -> bool {
        self.live.set.shares_key_with(&other.live.set)
    }

    fn into_profile(
        self,
        store: Arc<dyn RevocationStore>,
        clock: Clock,
        retention: Retention,
        keeper: Option<Arc<Keeper>>,
        audit: Audit,
    ) -> Profile {
        let Self { name, settings, live } = self;
        let cache = TokenCache::new(settings.cache.capacity);
        let watched = Watched::new(&name, audit);
        let ring = Arc::new(Ring::new(live, keeper, Arc::clone(&watched.telemetry)));
        Profile { name, settings, ring, cache, store, clock, retention, watched }
    }
}

/// The stores that the program brings; without a name, for the default profile.
#[derive(Default)]
pub(super) struct Given(Vec<(Option<String>, Arc<dyn RevocationStore>)>);

impl Given {
    pub(super) fn give(&mut self, name: Option<&str>, store: Arc<dyn RevocationStore>) {
        self.0.push((name.map(str::to_owned), store));
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(name, _)| name.as_deref())
    }

    /// What was said last counts.
    fn of(&self, figment: &Figment, profile: &str) -> Option<&Arc<dyn RevocationStore>> {
        let is_meant = |name: &Option<String>| match name {
            Some(name) => name.eq_ignore_ascii_case(profile),
            None => figment.profile() == profile,
        };
        self.0.iter().rev().find(|(name, _)| is_meant(name)).map(|(_, store)| store)
    }
}

/// Gives each profile its store. Of those that share a key the first one's counts.
pub(super) fn furnish(
    profiles: Vec<Keyed>,
    given: &Given,
    clock: &Clock,
    figment: &Figment,
    keeper: Option<&Arc<Keeper>>,
    audit: &Audit,
) -> Result<Vec<Profile>, ConfigErrors> {
    let mut furnished = Vec::new();
    let mut errors = Vec::new();
    for family in families(profiles) {
        let retention = Retention::of(family.iter().map(|member| &member.settings));
        match of_family(&family, given, clock, figment) {
            Ok(stores) => furnished.extend(family.into_iter().zip(stores).map(|(of, store)| {
                of.into_profile(store, clock.clone(), retention, keeper.cloned(), audit.clone())
            })),
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() { Ok(furnished) } else { Err(errors.into()) }
}

/// Profiles joined by keys, also by way of a third; the first of them stays the first.
fn families(profiles: Vec<Keyed>) -> Vec<Vec<Keyed>> {
    let mut families: Vec<Vec<Keyed>> = Vec::new();
    for profile in profiles.into_iter().rev() {
        let is_kin = |family: &Vec<Keyed>| family.iter().any(|kin| kin.shares_key_with(&profile));
        let (kin, others) = families.into_iter().partition(is_kin);
        families = others;
        families.push(std::iter::once(profile).chain(Vec::into_iter(kin).flatten()).collect());
    }
    families
}

/// The stores of a family, in its order.
fn of_family(
    family: &[Keyed],
    given: &Given,
    clock: &Clock,
    figment: &Figment,
) -> Result<Vec<Arc<dyn RevocationStore>>, ConfigErrors> {
    let Some(first) = family.first() else { return Ok(Vec::new()) };
    let unnamed = family.iter().filter(|member| given.of(figment, &member.name).is_none());
    let quarrels: Vec<_> = unnamed.filter_map(|member| quarrel(first, member, figment)).collect();
    if !quarrels.is_empty() {
        return Err(quarrels.into());
    }
    let shared = match given.of(figment, &first.name) {
        Some(store) => Arc::clone(store),
        None => open(&first.name, &first.settings.revocation, clock)
            .map_err(|problem| ConfigError::new(figment, &first.name, STORE, problem))?,
    };
    let of = |member: &Keyed| Arc::clone(given.of(figment, &member.name).unwrap_or(&shared));
    Ok(family.iter().map(of).collect())
}

/// A store of its own that would silently not be used.
fn quarrel(first: &Keyed, member: &Keyed, figment: &Figment) -> Option<ConfigError> {
    let (ours, theirs) = (&member.settings.revocation, &first.settings.revocation);
    let (own, shared) = (&ours.shared, &theirs.shared);
    // Each profile waits for an answer as long as it says itself.
    let differ = [
        ("store", ours.store != theirs.store),
        ("capacity", ours.capacity != theirs.capacity),
        ("namespace", ours.namespace != theirs.namespace),
        ("replica", ours.replica != theirs.replica),
        ("max_staleness", ours.max_staleness != theirs.max_staleness),
        ("after_data_loss", own.after_data_loss != shared.after_data_loss),
        (
            "dangerous_allow_forgetting",
            own.dangerous_allow_forgetting != shared.dangerous_allow_forgetting,
        ),
        ("replicas", own.replicas != shared.replicas),
        ("connections", own.connections != shared.connections),
        ("prepared", own.prepared != shared.prepared),
        ("ca_file", own.ca_file != shared.ca_file),
    ];
    let (key, _) = differ.into_iter().find(|(_, differs)| *differs)?;
    let why = "differs from that of a profile that shares a key; such profiles share a store";
    let key = format!("revocation.{key}");
    Some(ConfigError::new(figment, &member.name, &key, Problem::Contradiction(why)))
}

/// The profiles in this order, as the keeper knows them.
pub(super) fn tenancies(order: &[String], profiles: &[Profile]) -> Vec<Tenancy> {
    let household = |of: &Profile| {
        let is_same = |other: &Profile| Arc::ptr_eq(&other.store, &of.store);
        profiles.iter().position(is_same).unwrap_or_default()
    };
    let tenancy = |of: &Profile| Tenancy {
        name: of.name.clone(),
        settings: of.settings.clone(),
        ring: Arc::downgrade(&of.ring),
        household: household(of),
    };
    let named = |name: &String| profiles.iter().find(|of| of.name == *name);
    order.iter().filter_map(named).map(tenancy).collect()
}
