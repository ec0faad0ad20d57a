//! `kill -9` at any moment: who was told "first" stays the only one.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use actix_paseto::revocation::{Consumed, Consumption, FileStore, RevocationStore as _};
use actix_paseto::time::Clock;

use crate::setup::{consume, exchange, names, open, record, wait};
use crate::victim::{Folder, killed, kills, path_of_child, random, tell};

/// The name tells whether the token has a family and a successor.
fn named(name: &str, now: u64) -> Consumption {
    let used = exchange(name, &format!("{name}+"), now);
    let family = name.contains(".0.").then(|| record(name));
    Consumption { family, ..used }
}

#[test]
#[ignore = "for the test that kills it"]
fn child_that_consumes() {
    let Some(path) = path_of_child() else { return };
    let store = match FileStore::open(&path, 10_000_000, Clock::system()) {
        Ok(store) => store,
        Err(error) => return println!("\nrefused: {error}"),
    };
    let start = format!("{:x}", random());
    println!();
    thread::scope(|scope| {
        for t in 0..4 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                for n in 0.. {
                    let name = format!("{start}.{t}.{n}");
                    assert_eq!(consume(store, &named(&name, 0)), Consumed::First);
                    tell(&format!("first {name}"));
                }
            });
        }
    });
}

/// All that were told "first" are used, those of the last runs are listed too.
fn assert_all_are_used(path: &Path, old: &mut BTreeSet<String>, new: &mut BTreeSet<String>) {
    let store = open(path);
    let listed: BTreeSet<_> = names(&store).into_iter().collect();
    for name in new.iter().filter(|name| name.contains(".0.")) {
        assert!(listed.contains(name), "{name} was acknowledged");
    }
    old.append(new);
    let used: Vec<_> = old.iter().map(|name| named(name, 11)).collect();
    let all = used.iter().map(|used| store.consume(used));
    for (name, told) in old.iter().zip(wait(futures_util::future::join_all(all))) {
        let ended = told.as_ref().is_ok_and(|told| *told == Consumed::Revoked);
        let is_again = told.as_ref().is_ok_and(|told| *told == Consumed::Again);
        assert!(is_again || (ended && name.contains(".0.")), "{name} was used: {told:?}");
    }
}

#[test]
fn what_was_used_is_used_whenever_the_process_is_killed() {
    let folder = Folder::new("killed");
    let kills = kills(60);
    let (mut old, mut new) = (BTreeSet::new(), BTreeSet::new());
    for n in 0..kills {
        for line in killed("kills::child_that_consumes", &folder.file()) {
            assert!(!line.starts_with("refused"), "after {n} kills: {line}");
            if let Some(name) = line.strip_prefix("first ") {
                assert!(!old.contains(name) && new.insert(name.to_owned()), "{name} twice");
            }
        }
        // Not each time: a clean end in between would spare the next start the recovery.
        if n % 7 == 0 {
            assert_all_are_used(&folder.file(), &mut old, &mut new);
        }
    }
    assert_all_are_used(&folder.file(), &mut old, &mut new);
    println!("{kills} kills, {} uses acknowledged, none twice", old.len());
    assert!(old.len() > kills);
}
