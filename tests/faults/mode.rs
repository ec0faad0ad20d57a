//! How a node uses a shared store.

use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Asks it with every request.
    Direct,
    /// Asks its own copy.
    Replica,
}

impl Mode {
    pub(crate) fn lines(self) -> &'static str {
        match self {
            Self::Direct => "",
            Self::Replica => "replica = true\nmax_staleness = \"1s\"",
        }
    }

    pub(crate) fn name(self, store: &str) -> &'static str {
        match (self, store) {
            (Self::Direct, "redis") => "redis",
            (Self::Replica, "redis") => "redis, copied",
            (Self::Direct, _) => "postgres",
            (Self::Replica, _) => "postgres, copied",
        }
    }

    /// How long a revocation may be unknown elsewhere; with half a second for a busy machine.
    pub(crate) fn propagation(self) -> Duration {
        match self {
            Self::Direct => Duration::ZERO,
            Self::Replica => Duration::from_millis(1_500),
        }
    }
}
