#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use futures_util::FutureExt as _;

use super::Turn;
use crate::secrets::{Outage, SecretError};

const SHORT: Duration = Duration::from_millis(50);

fn block_on<T>(work: impl Future<Output = T>) -> T {
    // Without timers, as the thread of an application may have it.
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn is_late<T>(answer: &Result<T, SecretError>) -> bool {
    let late = SecretError::Unavailable { backend: "x", cause: Outage::TimedOut };
    answer.as_ref().err() == Some(&late)
}

#[test]
fn a_call_that_hangs_keeps_its_turn_and_no_other_begins() {
    let turn = Turn::new("x").with_patience(SHORT);
    let (release, held) = mpsc::channel::<()>();
    let begun = Arc::new(AtomicU32::new(0));
    block_on(async {
        assert!(is_late(&turn.run(move || held.recv().map_err(|_| panic!())).await));
        for _ in 0..3 {
            let counter = Arc::clone(&begun);
            let next = turn.run(move || Ok(counter.fetch_add(1, Ordering::SeqCst)));
            assert!(is_late(&next.await));
        }
        release.send(()).unwrap();
        let patient = turn.clone().with_patience(Duration::MAX);
        assert_eq!(patient.run(|| Ok(1)).await, Ok(1));
    });
    assert_eq!(begun.load(Ordering::SeqCst), 0);
}

#[test]
fn a_call_that_is_given_up_keeps_its_turn() {
    let turn = Turn::new("x").with_patience(SHORT);
    let (release, held) = mpsc::channel::<()>();
    // Begun by the first look at it, and dropped.
    assert!(turn.run(move || Ok(held.recv().is_ok())).now_or_never().is_none());
    assert!(is_late(&block_on(turn.run(|| Ok(())))));
    drop(release);
    assert_eq!(block_on(turn.with_patience(Duration::MAX).run(|| Ok(1))), Ok(1));
}

#[test]
fn a_runtime_ends_while_a_call_hangs() {
    let (release, held) = mpsc::channel::<()>();
    let turn = Turn::new("x").with_patience(SHORT);
    assert!(is_late(&block_on(turn.run(move || Ok(held.recv().is_ok())))));
    drop(release);
}

#[test]
fn a_call_that_panics_is_an_outage_and_the_next_has_its_turn() {
    let turn = Turn::new("x");
    let broken: Result<(), _> = block_on(turn.run(|| panic!("on purpose")));
    let outage = SecretError::Unavailable { backend: "x", cause: Outage::Server };
    assert_eq!(broken, Err(outage));
    assert_eq!(block_on(turn.run(|| Ok(1))), Ok(1));
}
