//! Threads that use one token at the same time, round by round.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;

use actix_paseto::revocation::{Consumed, Consumption, RevocationStore};

use crate::setup::consume;

/// What all threads were told in one round, and who was first.
#[derive(Debug, Default)]
pub(crate) struct Round {
    pub(crate) first: Vec<usize>,
    pub(crate) again: usize,
    pub(crate) revoked: usize,
    pub(crate) repeated: Vec<String>,
}

/// Lets all pass at once, round by round.
pub(crate) struct Gate {
    barrier: Barrier,
    threads: usize,
    arrived: AtomicUsize,
}

impl Gate {
    pub(crate) fn new(threads: usize) -> Self {
        Self { barrier: Barrier::new(threads), threads, arrived: AtomicUsize::new(0) }
    }

    pub(crate) fn pass(&self, round: usize) {
        self.barrier.wait();
        if self.threads == 2 {
            // Awake on a core each, they start within nanoseconds of each other.
            self.arrived.fetch_add(1, Ordering::SeqCst);
            while self.arrived.load(Ordering::SeqCst) < 2 * (round + 1) {
                thread::yield_now();
            }
        }
    }
}

/// All threads use one token at once, round by round.
pub(crate) fn race(
    store: &dyn RevocationStore,
    threads: usize,
    rounds: usize,
    used: impl Fn(usize, usize) -> Consumption + Sync,
) -> Vec<Round> {
    let gate = Gate::new(threads);
    let told: Vec<Mutex<Round>> = (0..rounds).map(|_| Mutex::default()).collect();
    thread::scope(|scope| {
        for thread in 0..threads {
            let (gate, told, used) = (&gate, &told, &used);
            scope.spawn(move || {
                for (n, told) in told.iter().enumerate() {
                    let used = used(n, thread);
                    gate.pass(n);
                    let answer = consume(store, &used);
                    let mut told = told.lock().unwrap();
                    match answer {
                        Consumed::First => told.first.push(thread),
                        Consumed::Again => told.again += 1,
                        Consumed::Revoked => told.revoked += 1,
                        Consumed::Repeated { successor, .. } => told.repeated.push(successor),
                    }
                }
            });
        }
    });
    told.into_iter().map(|round| round.into_inner().unwrap()).collect()
}

/// Over the rounds it was not always the same thread: they met.
pub(crate) fn assert_raced(told: &[Round]) {
    let winners: BTreeSet<_> = told.iter().flat_map(|round| &round.first).collect();
    assert!(winners.len() > 1, "nobody raced: {winners:?}");
}
