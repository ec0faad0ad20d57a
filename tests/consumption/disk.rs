//! A disk that is full: what may have been written counts as used.

use std::collections::BTreeSet;

use actix_paseto::revocation::{Consumed, RevocationStore as _, StoreError};

use crate::setup::{is_used, once, open, wait};
use crate::victim::{Folder, path_of_child, short_of_disk};

#[test]
#[ignore = "for the test that takes its disk away"]
fn child_that_runs_out_of_disk() {
    let Some(path) = path_of_child() else { return };
    let store = open(&path);
    println!();
    for n in 0.. {
        let names: Vec<_> = (0..250).map(|m| format!("{n}.{m}")).collect();
        // Each token twice: in one batch, as a rule.
        let used: Vec<_> = names.iter().flat_map(|name| [once(name), once(name)]).collect();
        let all = used.iter().map(|used| store.consume(used));
        let told = wait(futures_util::future::join_all(all));
        for (used, told) in used.iter().zip(&told) {
            match told {
                Ok(Consumed::First) => println!("first {}", used.jti),
                Ok(_) => {}
                Err(error) => assert!(matches!(error, StoreError::Unreachable(_)), "{error}"),
            }
        }
        if told.iter().any(Result::is_err) {
            let last = told.iter().zip(&used).find(|(told, _)| told.is_err()).unwrap().1;
            assert!(is_used(&store, &last.jti), "it may have reached the disk");
            assert!(wait(store.consume(last)).is_err());
            assert!(wait(store.consume(&once("late"))).is_err());
            return println!("held");
        }
    }
}

#[test]
fn a_disk_that_is_full_makes_no_second_winner() {
    let folder = Folder::new("disk");
    drop(open(&folder.file()));
    let test = "disk::child_that_runs_out_of_disk";
    let lines = short_of_disk(4_096, test, &folder.file());
    let first: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("first ")).collect();
    assert_eq!(first.len(), first.iter().collect::<BTreeSet<_>>().len());
    assert!(!first.is_empty());
    let store = open(&folder.file());
    let used: Vec<_> = first.iter().map(|name| once(name)).collect();
    let told = wait(futures_util::future::join_all(used.iter().map(|used| store.consume(used))));
    assert!(told.iter().all(|told| matches!(told, Ok(Consumed::Again))));
}
