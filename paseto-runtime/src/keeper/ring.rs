//! The keys of a profile, as every worker shares them.

use std::fmt;
use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption, Guard};

use super::live::LiveKeys;
use super::thread::Keeper;
use crate::telemetry::Telemetry;

/// The keys of a profile. Reading them takes no lock and waits for nobody; only the keeper's thread
/// replaces them.
pub(crate) struct Ring {
    live: ArcSwap<LiveKeys>,
    /// What last kept them from being read or replaced.
    trouble: ArcSwapOption<String>,
    /// Lives as long as any profile that it serves.
    keeper: Option<Arc<Keeper>>,
    telemetry: Arc<Telemetry>,
}

impl Ring {
    pub(crate) fn new(
        live: LiveKeys,
        keeper: Option<Arc<Keeper>>,
        telemetry: Arc<Telemetry>,
    ) -> Self {
        telemetry.keys(live.generation);
        let (live, trouble) = (ArcSwap::from_pointee(live), ArcSwapOption::empty());
        Self { live, trouble, keeper, telemetry }
    }

    pub(crate) fn load(&self) -> Guard<Arc<LiveKeys>> {
        self.live.load()
    }

    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        self.keeper.as_deref()
    }

    pub(super) fn replace(&self, live: Arc<LiveKeys>) {
        self.telemetry.keys(live.generation);
        self.live.store(live);
    }

    pub(super) fn tell(&self, trouble: Option<String>) {
        self.trouble.store(trouble.map(Arc::new));
    }

    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.load().as_deref().cloned()
    }
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load().fmt(f)
    }
}
