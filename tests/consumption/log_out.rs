//! A use and a log-out at the same time: whoever is first, nothing survives.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, Query, RevocationStore};

use crate::race::Gate;
use crate::setup::{
    at, consume, families, is_revoked, memory, of_family, once, open, record, refresh,
    revoke_family, revoke_subject, wait,
};
use crate::victim::{Folder, random};

/// A use and a log-out at the same time; how often the use was first.
fn duel(
    store: &dyn RevocationStore,
    rounds: usize,
    log_out: impl Fn(usize) + Sync,
    used: impl Fn(usize) -> Consumption,
    is_over: impl Fn(usize) -> bool + Sync,
) -> usize {
    let (gate, done) = (Gate::new(2), Barrier::new(2));
    let mut first = 0;
    // Told at the end: who panics on the way leaves the other waiting.
    let (survived, mut odd) = (AtomicUsize::new(0), Vec::new());
    let look = |n| survived.fetch_add(usize::from(!is_over(n)), Ordering::SeqCst);
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..rounds {
                gate.pass(n);
                (0..random() % 100).for_each(|_| std::hint::spin_loop());
                log_out(n);
                look(n);
                done.wait();
            }
        });
        for n in 0..rounds {
            let used = used(n);
            gate.pass(n);
            (0..random() % 100).for_each(|_| std::hint::spin_loop());
            match consume(store, &used) {
                Consumed::First => first += 1,
                Consumed::Revoked => {}
                told @ (Consumed::Again | Consumed::Repeated { .. }) => odd.push(told),
            }
            done.wait();
            look(n);
            odd.extend(Some(consume(store, &used)).filter(|told| *told != Consumed::Revoked));
        }
    });
    assert_eq!((survived.into_inner(), odd), (0, Vec::new()));
    assert!(families(store).is_empty());
    first
}

fn refresh_races_log_out(store: &dyn RevocationStore, rounds: usize) {
    let name = |n: usize| format!("f{n}");
    let first = duel(
        store,
        rounds,
        |n| revoke_family(store, &name(n)),
        |n| refresh(&n.to_string(), &name(n)),
        |n| is_revoked(store, &of_family(&name(n))),
    );
    assert!(0 < first && first < rounds, "nobody raced: {first}");
}

fn refresh_races_log_out_everywhere(store: &dyn RevocationStore, rounds: usize) {
    let name = |n: usize| format!("s{n}");
    let used = |n: usize| {
        let family = FamilyRecord { subject: name(n), ..record(&name(n)) };
        Consumption { subject: name(n), family: Some(family), ..once(&n.to_string()) }
    };
    let query =
        |n| Query { subject: Some(name(n).into()), issued_at: Some(at(0)), ..of_family("") };
    let first = duel(
        store,
        rounds,
        |n| revoke_subject(store, &name(n), at(0)),
        used,
        |n| is_revoked(store, &query(n)),
    );
    assert!(0 < first && first < rounds, "nobody raced: {first}");
    for n in 0..rounds {
        assert!(wait(store.families(&name(n))).unwrap().is_empty());
    }
}

#[test]
fn once_a_log_out_is_acknowledged_no_refresh_keeps_the_family_alive() {
    refresh_races_log_out(&memory(), 10_000);
}

#[test]
fn once_a_log_out_is_acknowledged_no_refresh_keeps_the_family_alive_in_a_file() {
    let folder = Folder::new("log-out");
    refresh_races_log_out(&open(&folder.file()), 150);
}

#[test]
fn once_a_log_out_everywhere_is_acknowledged_no_refresh_survives_it() {
    refresh_races_log_out_everywhere(&memory(), 10_000);
}

#[test]
fn once_a_log_out_everywhere_is_acknowledged_no_refresh_survives_it_in_a_file() {
    let folder = Folder::new("everywhere");
    refresh_races_log_out_everywhere(&open(&folder.file()), 150);
}
