//! With the feature: each series is registered when it first counts, and held from then on.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use metrics::{
    Counter, Gauge, Histogram, Unit, counter, describe_counter, describe_gauge, describe_histogram,
    gauge, histogram,
};

use super::{Operation, Outcome};
use crate::error::Code;
use crate::kind::TokenKind;

const CHECKS: &str = "paseto_checks_total";
const REFUSALS: &str = "paseto_refusals_total";
const ISSUED: &str = "paseto_tokens_issued_total";
const STORE: &str = "paseto_store_seconds";
const STALENESS: &str = "paseto_store_staleness_seconds";
const ENTRIES: &str = "paseto_store_entries";
const GENERATION: &str = "paseto_key_generation";

const CODES: usize = Code::ALL.len();

/// The series of one profile. No label comes out of a request: their number is bounded by the
/// program and its configuration.
pub(crate) struct Telemetry {
    profile: Arc<str>,
    admitted: OnceLock<Counter>,
    refused: OnceLock<Counter>,
    /// In the order of [`Code::ALL`].
    refusals: [OnceLock<Counter>; CODES],
    issued: [OnceLock<Counter>; 3],
    store: [[OnceLock<Histogram>; Outcome::COUNT]; Operation::COUNT],
    staleness: OnceLock<Gauge>,
    entries: OnceLock<Gauge>,
    generation: OnceLock<Gauge>,
}

/// Since when an answer is waited for.
#[derive(Debug)]
pub(crate) struct Stopwatch(Instant);

impl Telemetry {
    pub(crate) fn of(profile: &str) -> Self {
        Self {
            profile: profile.into(),
            admitted: OnceLock::new(),
            refused: OnceLock::new(),
            refusals: [const { OnceLock::new() }; CODES],
            issued: [const { OnceLock::new() }; 3],
            store: [const { [const { OnceLock::new() }; Outcome::COUNT] }; Operation::COUNT],
            staleness: OnceLock::new(),
            entries: OnceLock::new(),
            generation: OnceLock::new(),
        }
    }

    /// Units and meanings, for the recorder that is installed by now.
    pub(crate) fn describe() {
        describe_counter!(CHECKS, Unit::Count, "tokens before a guard, by outcome");
        describe_counter!(REFUSALS, Unit::Count, "requests turned away, by code");
        describe_counter!(ISSUED, Unit::Count, "tokens made, by kind");
        let store = "time until the revocation store answered, by operation and outcome";
        describe_histogram!(STORE, Unit::Seconds, store);
        let staleness = "how old the copy of the revocation store is";
        describe_gauge!(STALENESS, Unit::Seconds, staleness);
        describe_gauge!(ENTRIES, Unit::Count, "entries of the revocation store");
        describe_gauge!(GENERATION, Unit::Count, "how often the keys have changed, from one");
    }

    pub(crate) fn admitted(&self) {
        self.checks(&self.admitted, "admitted");
    }

    pub(crate) fn refused(&self, code: Code) {
        self.checks(&self.refused, "refused");
        let at = Code::ALL.iter().position(|known| *known == code);
        let Some(held) = at.and_then(|at| self.refusals.get(at)) else { return };
        let new = || counter!(REFUSALS, "profile" => self.profile(), "code" => code.as_str());
        held.get_or_init(new).increment(1);
    }

    fn checks(&self, held: &OnceLock<Counter>, outcome: &'static str) {
        let new = || counter!(CHECKS, "profile" => self.profile(), "outcome" => outcome);
        held.get_or_init(new).increment(1);
    }

    /// Kinds of the application's own count as one.
    pub(crate) fn issued(&self, kind: &TokenKind) {
        let [access, refresh, custom] = &self.issued;
        let (held, kind) = match kind {
            TokenKind::Access => (access, "access"),
            TokenKind::Refresh => (refresh, "refresh"),
            TokenKind::Custom(_) => (custom, "custom"),
        };
        let new = || counter!(ISSUED, "profile" => self.profile(), "kind" => kind);
        held.get_or_init(new).increment(1);
    }

    #[allow(clippy::cast_precision_loss, reason = "exact as long as anybody counts")]
    pub(crate) fn keys(&self, generation: u64) {
        self.gauge(&self.generation, GENERATION).set(generation as f64);
    }

    #[allow(clippy::cast_precision_loss, reason = "exact as long as anybody counts")]
    pub(crate) fn store(&self, entries: Option<u64>, staleness: Option<Duration>) {
        if let Some(entries) = entries {
            self.gauge(&self.entries, ENTRIES).set(entries as f64);
        }
        if let Some(staleness) = staleness {
            self.gauge(&self.staleness, STALENESS).set(staleness.as_secs_f64());
        }
    }

    fn gauge<'a>(&self, held: &'a OnceLock<Gauge>, name: &'static str) -> &'a Gauge {
        held.get_or_init(|| gauge!(name, "profile" => self.profile()))
    }

    pub(crate) fn start(&self) -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub(crate) fn asked(&self, operation: Operation, outcome: Outcome, since: &Stopwatch) {
        let of = self.store.get(operation as usize);
        let Some(held) = of.and_then(|of| of.get(outcome as usize)) else { return };
        let (operation, outcome) = (operation.as_str(), outcome.as_str());
        let new = || {
            let profile = self.profile();
            histogram!(STORE, "profile" => profile, "operation" => operation, "outcome" => outcome)
        };
        held.get_or_init(new).record(since.0.elapsed());
    }

    fn profile(&self) -> Arc<str> {
        Arc::clone(&self.profile)
    }
}

impl Operation {
    const COUNT: usize = Self::Families as usize + 1;

    const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Revoke => "revoke",
            Self::Consume => "consume",
            Self::Enroll => "enroll",
            Self::Families => "families",
        }
    }
}

impl Outcome {
    const COUNT: usize = Self::TimedOut as usize + 1;

    const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Full => "full",
            Self::Unreachable => "unreachable",
            Self::Unsupported => "unsupported",
            Self::Lost => "lost",
            Self::Stale => "stale",
            Self::TimedOut => "timed_out",
        }
    }
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telemetry")
    }
}
