//! The keys of a profile, as every worker shares them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::{ArcSwap, ArcSwapOption, Guard};

use super::live::LiveKeys;
use super::thread::Keeper;
use crate::telemetry::Telemetry;

/// The keys of a profile. Reading them takes no lock and waits for nobody; only the keeper's thread
/// replaces them.
pub(crate) struct Ring {
    live: ArcSwap<LiveKeys>,
    /// Of the live keys, or of those before them for an instant: whoever asks for no more touches
    /// nothing that others write.
    generation: AtomicU64,
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
        let generation = AtomicU64::new(live.generation);
        let (live, trouble) = (ArcSwap::from_pointee(live), ArcSwapOption::empty());
        Self { live, generation, trouble, keeper, telemetry }
    }

    pub(crate) fn load(&self) -> Guard<Arc<LiveKeys>> {
        self.live.load()
    }

    /// How often the keys have changed.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(crate) fn keeper(&self) -> Option<&Keeper> {
        self.keeper.as_deref()
    }

    pub(super) fn replace(&self, live: Arc<LiveKeys>) {
        self.telemetry.keys(live.generation);
        let generation = live.generation;
        // First the keys: what they open is not remembered as opened by those before them.
        self.live.store(live);
        self.generation.store(generation, Ordering::SeqCst);
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
