//! What a collector of metrics is told of one profile. Without the feature `metrics` nothing of it
//! is there.

#[cfg(feature = "metrics")]
mod recorded;
#[cfg(not(feature = "metrics"))]
mod silent;

#[cfg(feature = "metrics")]
pub(crate) use recorded::{Stopwatch, Telemetry};
#[cfg(not(feature = "metrics"))]
pub(crate) use silent::{Stopwatch, Telemetry};

/// What a revocation store is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Check,
    Revoke,
    Consume,
    Enroll,
    Families,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered,
    Full,
    Unreachable,
    Unsupported,
    Lost,
    Stale,
    TimedOut,
}
