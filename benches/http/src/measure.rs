//! CPU time of the thread, in short batches that take turns.

use std::collections::BTreeMap;

use rustix::thread::{CpuSet, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

use crate::bench::Bench;

/// Long beside the clock's own cost, short beside the machine's moods.
const BATCH_NS: f64 = 700_000.0;

/// Nanoseconds of one call, by bench and round.
pub type Times = BTreeMap<String, Vec<f64>>;

fn cpu_ns() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// To the last core, if that is allowed.
pub fn pin() {
    let last = std::thread::available_parallelism().map_or(0, |cores| cores.get() - 1);
    let mut cores = CpuSet::new();
    cores.set(last);
    if sched_setaffinity(None, &cores).is_err() {
        eprintln!("not pinned to one core");
    }
}

fn time(bench: &mut Bench, count: usize) -> f64 {
    let mut batch = (bench.prepare)(count);
    let start = cpu_ns();
    batch();
    (cpu_ns() - start) / count as f64
}

/// How many calls fill a batch.
fn calibrate(bench: &mut Bench) -> usize {
    (0..3).for_each(|_| {
        time(bench, 16);
    });
    ((BATCH_NS / time(bench, 64)) as usize).clamp(1, 20_000)
}

/// Every bench once a round; the order rotates, and is reversed every second round, so that a slow
/// phase of the machine hits all alike.
pub fn interleave(benches: &mut [Bench], rounds: usize) -> Times {
    let counts: Vec<usize> = benches.iter_mut().map(calibrate).collect();
    let mut times = Times::new();
    for round in 0..rounds {
        let mut order: Vec<usize> = (0..benches.len()).collect();
        order.rotate_left(round % benches.len());
        if round % 2 == 1 {
            order.reverse();
        }
        for n in order {
            let took = time(&mut benches[n], counts[n]);
            times.entry(benches[n].label.name.clone()).or_default().push(took);
        }
    }
    times
}

/// `NaN` of nothing.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => sorted[len / 2],
        len => f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]),
    }
}
