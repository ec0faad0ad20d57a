//! The engine beside its peers: text in, checked claims out, and the reverse. CPU time of the
//! thread, in short batches that take turns; ratios are medians over rounds of one run.
//!
//! `cargo bench -p paseto-runtime --features jwt --bench engine` prints them;
//! `BENCH_GROUP=mint` those groups alone whose title holds that.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a benchmark may fail loudly"
)]

#[cfg(feature = "jwt")]
mod jwt;
mod mint;
mod peers;

use std::hint::black_box;
use std::time::Duration;

use peers::{Case, groups};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 101;
const BATCH: Duration = Duration::from_micros(700);

fn cpu_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap()
}

fn time(case: &Case, times: u32) -> f64 {
    let before = cpu_time();
    for _ in 0..times {
        black_box((case.run)());
    }
    (cpu_time() - before).as_secs_f64() * 1e9 / f64::from(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Nanoseconds of every case in every round; the order turns, and every second round is reversed.
fn measure(cases: &[Case]) -> Vec<Vec<f64>> {
    let batch = BATCH.as_secs_f64() * 1e9;
    let times: Vec<u32> = cases.iter().map(|case| (batch / time(case, 20)) as u32 + 1).collect();
    let mut found = vec![Vec::new(); cases.len()];
    for round in 0..ROUNDS {
        let mut order: Vec<usize> = (0..cases.len()).collect();
        order.rotate_left(round % cases.len());
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            found[at].push(time(&cases[at], times[at]));
        }
    }
    found
}

fn main() {
    let only = std::env::var("BENCH_GROUP").unwrap_or_default();
    for (title, cases) in groups().into_iter().filter(|(title, _)| title.contains(&only)) {
        let found = measure(&cases);
        println!("| {title} | µs | ratio | allocations | bytes |\n|---|---:|---:|---:|---:|");
        for (case, ns) in cases.iter().zip(&found) {
            let ratios = ns.iter().zip(&found[0]).map(|(ours, theirs)| ours / theirs).collect();
            let counted = allocation_counter::measure(|| assert!(black_box((case.run)())));
            println!(
                "| {} | {:.2} | {:.3} | {} | {} |",
                case.name,
                median(ns.clone()) / 1000.0,
                median(ratios),
                counted.count_total,
                counted.bytes_total
            );
        }
        println!();
    }
}
