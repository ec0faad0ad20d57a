//! Of all that use one token at once, one is first.

use actix_paseto::revocation::RevocationStore;

use crate::race::{assert_raced, race};
use crate::setup::{exchange, families, is_revoked, memory, of_family, once, open, refresh};
use crate::victim::Folder;

const THREADS: usize = 100;

fn one_is_first(store: &dyn RevocationStore, threads: usize, rounds: usize) {
    let told = race(store, threads, rounds, |n, _| once(&n.to_string()));
    for round in &told {
        assert_eq!((round.first.len(), round.again), (1, threads - 1), "{round:?}");
    }
    assert_raced(&told);
}

#[test]
fn of_a_hundred_threads_one_is_first() {
    one_is_first(&memory(), THREADS, 1_000);
    one_is_first(&memory(), 2, 20_000);
}

#[test]
fn of_a_hundred_threads_one_is_first_in_a_file() {
    let folder = Folder::new("race");
    one_is_first(&open(&folder.file()), THREADS, 30);
}

fn all_get_one_successor(store: &dyn RevocationStore, threads: usize, rounds: usize) {
    let used = |n: usize, t: usize| exchange(&n.to_string(), &format!("{n} of {t}"), 0);
    let told = race(store, threads, rounds, used);
    assert_raced(&told);
    for (n, round) in told.into_iter().enumerate() {
        assert_eq!(round.first.len(), 1, "{round:?}");
        let successor = format!("{n} of {}", round.first[0]);
        assert_eq!(round.repeated, vec![successor; threads - 1], "{round:?}");
    }
}

#[test]
fn of_a_hundred_threads_with_grace_all_get_the_successor_of_the_first() {
    all_get_one_successor(&memory(), THREADS, 200);
    all_get_one_successor(&memory(), 2, 20_000);
}

#[test]
fn of_a_hundred_threads_with_grace_all_get_the_successor_of_the_first_in_a_file() {
    let folder = Folder::new("grace");
    all_get_one_successor(&open(&folder.file()), THREADS, 30);
}

fn the_second_ends_the_family(store: &dyn RevocationStore, threads: usize, rounds: usize) {
    let told = race(store, threads, rounds, |n, _| refresh(&n.to_string(), &n.to_string()));
    assert_raced(&told);
    for (n, round) in told.into_iter().enumerate() {
        assert_eq!((round.first.len(), round.again), (1, 1), "{round:?}");
        assert_eq!(round.revoked, threads - 2);
        assert!(is_revoked(store, &of_family(&n.to_string())));
    }
    assert!(families(store).is_empty());
}

#[test]
fn of_a_hundred_threads_one_is_first_and_the_second_ends_the_family() {
    the_second_ends_the_family(&memory(), THREADS, 200);
    the_second_ends_the_family(&memory(), 2, 20_000);
}

#[test]
fn of_a_hundred_threads_one_is_first_and_the_second_ends_the_family_in_a_file() {
    let folder = Folder::new("ended");
    the_second_ends_the_family(&open(&folder.file()), THREADS, 30);
}
