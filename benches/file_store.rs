//! Revocations in a file: how long a start takes, and what an acknowledgement costs beside the
//! `fsync` that it waits for.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_paseto::revocation::{FileStore, Revocation, RevocationStore};
use actix_paseto::time::Clock;
use actix_web::rt::System;
use futures_util::future::join_all;

fn main() {
    let folder = std::env::temp_dir().join(format!("paseto-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    println!("fsync of 4 KiB: {:.2} ms", sync(&folder));
    println!("\n| entries | file MB | start ms | after a kill ms | to read the file ms |");
    println!("|---:|---:|---:|---:|---:|");
    for entries in [10_000, 100_000, 1_000_000] {
        start(&folder.join(format!("{entries}.db")), entries);
    }
    println!("\n| waiting at once | ms until acknowledged | revocations/s |\n|---:|---:|---:|");
    let store = open(&folder.join("1000000.db"));
    for at_once in [1, 16, 256, 4_096] {
        acknowledge(&store, at_once);
    }
    drop(store);
    fs::remove_dir_all(&folder).unwrap();
}

fn open(path: &Path) -> FileStore {
    FileStore::open(path, usize::MAX, Clock::system()).unwrap()
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// The median of many, in milliseconds.
fn sync(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("sync")).unwrap();
    let mut all: Vec<f64> = (0..101)
        .map(|_| {
            file.write_all(&[1; 4_096]).unwrap();
            let start = Instant::now();
            file.sync_data().unwrap();
            millis(start)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.swap_remove(50)
}

fn revoke(store: &FileStore, from: u32, count: u32) {
    let end = Clock::system().now().checked_add(Duration::from_secs(86_400));
    let revocations: Vec<_> = (from..from + count)
        .map(|n| Revocation::Token { jti: format!("{n:022}"), keep_until: end })
        .collect();
    let all = revocations.iter().map(|revocation| store.revoke(revocation));
    System::new().block_on(join_all(all)).into_iter().for_each(|done| done.unwrap());
}

fn start(path: &Path, entries: u32) {
    let store = open(path);
    for from in (0..entries).step_by(10_000) {
        revoke(&store, from, 10_000);
    }
    // What a kill leaves is what lies there while the file is open.
    let killed = path.with_extension("killed");
    fs::copy(path, &killed).unwrap();
    drop(store);
    let clean = time_to_open(path, entries);
    let recovery = time_to_open(&killed, entries);
    let start = Instant::now();
    let bytes = fs::read(path).unwrap().len();
    let read = millis(start);
    println!("| {entries} | {:.1} | {clean:.0} | {recovery:.0} | {read:.0} |", bytes as f64 / 1e6);
}

fn time_to_open(path: &Path, entries: u32) -> f64 {
    let start = Instant::now();
    let store = open(path);
    let took = millis(start);
    assert_eq!(store.len(), entries as usize);
    took
}

fn acknowledge(store: &FileStore, at_once: u32) {
    const ROUNDS: u32 = 20;
    let start = Instant::now();
    for round in 0..ROUNDS {
        revoke(store, 2_000_000 + at_once * 1_000 + round * at_once, at_once);
    }
    let each = millis(start) / f64::from(ROUNDS);
    println!("| {at_once} | {each:.1} | {:.0} |", f64::from(at_once) / each * 1e3);
}
