//! Stores of one process alone: what breaks is the process.

use std::time::Duration;

use crate::app::{Node, Setup};
use crate::trial::{Trial, alone, cycles};

#[test]
fn memory_is_what_the_others_are_compared_with() {
    let setup = Setup::new("store = \"memory\"".to_owned());
    Trial::begin(alone(), ("memory", "none"), &setup, 1, Duration::ZERO).finish();
}

#[test]
fn a_file_outlives_the_application() {
    let folder = std::env::temp_dir().join(format!("paseto-faults-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("revocations.db");
    let setup = Setup::new(format!("store = \"file:{}\"\ntimeout = \"5s\"", path.display()));
    let fault = ("file", "`kill -9` of the application");
    let mut trial = Trial::begin(alone(), fault, &setup, 1, Duration::ZERO);
    trial.silent();
    for _ in 0..cycles() {
        trial.cycle(|trial| {
            let port = trial.nodes[0].port;
            trial.nodes.clear();
            trial.nodes.push(Node::start_on(&setup, port));
        });
    }
    trial.finish();
    std::fs::remove_dir_all(folder).unwrap();
}

/// What the checks are worth: each node knows its own revocations alone.
#[test]
#[should_panic(expected = "ACCEPTED")]
fn two_memories_are_noticed() {
    let setup = Setup::new("store = \"memory\"".to_owned());
    Trial::begin(alone(), ("two memories", "none"), &setup, 2, Duration::ZERO).outcome().demand();
}
