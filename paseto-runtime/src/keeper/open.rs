//! The first look at all keys.

use std::sync::Arc;

use super::live::{LiveKeys, Watch};
use super::plan::{Places, Plan};
use super::refresh::Keeping;
use super::slot::Slot;
use super::tenant::watch;
use super::thread::Keeper;
use crate::config::{KeyTexts, KeyTrust, ProfileKeys, Settings};
use crate::secrets::OwnSource;
use crate::time::Clock;

/// The keys of all profiles, in the order of these, and who keeps them up to date.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) texts: Vec<KeyTexts>,
    watches: Vec<Watch>,
    /// `None` where all keys stand in the configuration or in variables.
    pub(crate) keeper: Option<Arc<Keeper>>,
}

impl Opened {
    /// Of profiles whose keys stand in the configuration itself.
    pub(crate) fn literal(texts: Vec<KeyTexts>) -> Self {
        Self { texts, watches: Vec::new(), keeper: None }
    }

    /// The checked keys of the profile of this number, as they begin to live.
    pub(crate) fn live(&self, n: usize, keys: ProfileKeys) -> LiveKeys {
        match self.watches.get(n) {
            Some(watch) => LiveKeys::new(keys, 1, watch.clone()),
            None => LiveKeys::fixed(keys),
        }
    }
}

/// Reads the keys of all profiles. `None` if the system has no thread for it.
pub(crate) async fn open(
    profiles: &[(String, Settings)],
    own: &[OwnSource],
    trust: KeyTrust,
    clock: Clock,
) -> Option<Opened> {
    let settings = || profiles.iter().map(|(_, settings)| settings);
    let plan = Plan::of(settings(), own, trust);
    let is_alive = plan.is_alive();
    let mut keeping = Keeping::new(plan, trust, clock);
    if !is_alive {
        keeping.read(|_, _| true, None).await;
        let Plan { places, slots, .. } = &keeping.plan;
        return Some(Opened::literal(places.iter().map(|of| of.texts(slots)).collect()));
    }
    let settings: Vec<Settings> = settings().cloned().collect();
    let watches = move |places: &[Places], slots: &[Slot]| {
        let pairs = settings.iter().zip(places);
        pairs.map(|(settings, places)| watch(settings, places, slots)).collect()
    };
    let (keeper, loaded) = Keeper::start(keeping, watches)?;
    let (texts, watches) = loaded.await.ok()?.into_iter().unzip();
    Some(Opened { texts, watches, keeper: Some(keeper) })
}
