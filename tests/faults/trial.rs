//! One fault, once or again and again, and what is demanded of every one.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::app::{Node, Setup};
use crate::load::{Load, World};
use crate::outcome::Outcome;
use crate::samples::{Route, Span};

/// They would disturb each other.
static ALONE: Mutex<()> = Mutex::new(());

/// How long recovery is waited for at most.
const PATIENCE: Duration = Duration::from_secs(12);

fn number(name: &str, unless_told: u32) -> u32 {
    std::env::var(name).map_or(unless_told, |text| text.parse().unwrap())
}

/// How long a fault lasts.
pub(crate) fn length() -> Duration {
    Duration::from_secs(number("PASETO_TEST_FAULT_SECONDS", 1).into())
}

/// How often a server is killed.
pub(crate) fn cycles() -> u32 {
    number("PASETO_TEST_FAULT_CYCLES", 3)
}

fn rate() -> u32 {
    number("PASETO_TEST_FAULT_RATE", 2_000)
}

/// Two nodes, or one, and a crowd that asks them.
pub(crate) struct Trial {
    store: String,
    fault: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) load: Load,
    begun: Instant,
    broken: Vec<Span>,
    recoveries: Vec<Duration>,
    _alone: MutexGuard<'static, ()>,
}

/// To be taken before a server is started.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Trial {
    /// Runs for a second without a fault.
    pub(crate) fn begin(
        alone: MutexGuard<'static, ()>,
        (store, fault): (&str, &str),
        setup: &Setup,
        count: usize,
        propagation: Duration,
    ) -> Self {
        let nodes: Vec<_> = (0..count).map(|_| Node::start(setup)).collect();
        let ports = nodes.iter().map(|node| node.port).collect();
        let load = Load::start(ports, setup, rate(), propagation);
        // The first requests open the connections.
        sleep(Duration::from_millis(300));
        let begun = Instant::now();
        sleep(length().max(Duration::from_millis(1_200)));
        Self {
            store: store.to_owned(),
            fault: fault.to_owned(),
            nodes,
            load,
            begun,
            broken: Vec::new(),
            recoveries: Vec::new(),
            _alone: alone,
        }
    }

    /// Answers may fail to come from now on: the application itself is killed.
    pub(crate) fn silent(&self) {
        self.load.world().ledger.may_be_silent = true;
    }

    /// The fault from its beginning to the instant at which the server answers again; then waits
    /// until everybody is served.
    pub(crate) fn cycle(&mut self, fault: impl FnOnce(&mut Self)) {
        self.broken(fault);
        self.recovers();
    }

    /// A fault, without waiting for anything after it.
    pub(crate) fn broken(&mut self, fault: impl FnOnce(&mut Self)) {
        let from = Instant::now();
        fault(self);
        self.broken.push(Span(from, Instant::now()));
    }

    /// From the end of the last fault.
    pub(crate) fn recovers(&mut self) {
        let Some(Span(_, healed)) = self.broken.last().copied() else { return };
        let calm = Duration::from_millis(800);
        loop {
            sleep(Duration::from_millis(50));
            let recovery = self.load.world().samples.recovery(healed);
            let waited = healed.elapsed();
            if recovery.is_some_and(|last| waited > last + calm) || waited > PATIENCE {
                break self.recoveries.push(recovery.unwrap_or(PATIENCE));
            }
        }
    }

    /// Whether something that needs the store is let in at this time.
    pub(crate) fn is_served(&self, during: Duration) -> bool {
        let since = Instant::now();
        sleep(during);
        self.load.world().samples.recovery(since).is_some()
    }

    /// Stops, and shows every token once more.
    pub(crate) fn outcome(self) -> Outcome {
        let ended = Instant::now();
        let World { ledger, samples } = self.load.finish();
        let first = self.broken.first().map_or(ended, |span| span.0);
        let before = [Span(self.begun, first)];
        let speed = |route| [&before[..], &self.broken].map(|spans| samples.speed(route, spans));
        let all = [Span(self.begun, ended)];
        Outcome {
            label: format!("{} | {}", self.store, self.fault),
            rate: samples.rate(&all),
            statuses: [200, 204, 401, 503].map(|status| samples.count(status, &all)),
            guarded: speed(Route::Guarded),
            free: speed(Route::Free),
            recoveries: self.recoveries,
            unknown_uses: ledger.unknown_uses,
            wrong: ledger.wrong,
        }
    }

    /// Prints the row, and demands what is demanded.
    pub(crate) fn finish(self) {
        let outcome = self.outcome();
        println!("row: {outcome}");
        outcome.demand();
    }
}
