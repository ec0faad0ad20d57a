//! A profile, as the keeper knows it.

use std::sync::{Arc, Weak};

use super::live::{LiveKeys, Watch, max_certain, max_stale};
use super::plan::{Place, Places};
use super::ring::Ring;
use super::slot::Slot;
use super::trouble::Trouble;
use crate::config::Settings;

/// A profile whose keys are to be kept up to date.
#[derive(Debug)]
pub(crate) struct Tenancy {
    pub(crate) name: String,
    pub(crate) settings: Settings,
    pub(crate) ring: Weak<Ring>,
    /// Equal where profiles share a revocation store.
    pub(crate) household: usize,
}

/// A profile, its places and the keys that it has now.
#[derive(Debug)]
pub(super) struct Tenant {
    pub(super) tenancy: Tenancy,
    pub(super) places: Places,
    pub(super) live: Arc<LiveKeys>,
    pub(super) trouble: Trouble,
}

impl Tenant {
    /// `None` if the profile is gone already.
    pub(super) fn new(tenancy: Tenancy, places: Places) -> Option<Self> {
        let live = Arc::clone(&tenancy.ring.upgrade()?.load());
        Some(Self { tenancy, places, live, trouble: Trouble::default() })
    }

    pub(super) fn install(&mut self, live: LiveKeys) {
        self.announce(&live);
        self.live = Arc::new(live);
        if let Some(ring) = self.tenancy.ring.upgrade() {
            ring.replace(Arc::clone(&self.live));
        }
    }

    fn announce(&self, live: &LiveKeys) {
        let is_new = |id: &&crate::key::KeyId| self.live.known.iter().all(|old| old.id != **id);
        let new: Vec<_> = live.known.iter().map(|known| &known.id).filter(is_new).collect();
        tracing::info!(
            target: "paseto",
            profile = self.tenancy.name,
            generation = live.generation,
            new = ?new,
            "keys have changed"
        );
    }
}

/// What tells the age of a profile's keys.
pub(super) fn watch(settings: &Settings, places: &Places, slots: &[Slot]) -> Watch {
    let of = |place: &Place| match place {
        Place::Fixed(..) => None,
        Place::Slot(n) => {
            slots.get(*n).filter(|slot| slot.is_watched()).map(|slot| Arc::clone(&slot.fresh))
        }
    };
    Watch {
        active: places.active.iter().map(of).collect(),
        accept: places.accept.iter().map(of).collect(),
        max_stale: max_stale(settings),
        max_certain: max_certain(settings),
    }
}
