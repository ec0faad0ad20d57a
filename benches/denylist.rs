//! The denylist in memory, at a million entries and at ten: memory, look-ups, and what expiry costs
//! those who look up meanwhile.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may fail loudly"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use actix_paseto::revocation::{MemoryStore, Query, Revocation, RevocationStore, Standing};
use actix_paseto::time::{Clock, Timestamp};
use futures_util::FutureExt as _;

const SIZES: [u64; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Fewer have nothing to wait for.
const MANY: u64 = 1_000_000;
const PROBES: u64 = 200_000;
const PASSES: usize = 7;

/// A revocation sweeps one table of many, so this many revocations sweep them all.
const ROUND: u64 = 800;

fn main() {
    println!(
        "| entries | bytes an entry | insert ns | hit ns | miss ns |\n|---:|---:|---:|---:|---:|"
    );
    let most = most();
    SIZES.into_iter().filter(|entries| *entries <= most).for_each(costs);
    println!(
        "\n| half are over | sweep of all ms | step p50 µs | p99 µs | look-up p99.9 µs | before |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    SIZES.into_iter().filter(|entries| (MANY..=most).contains(entries)).for_each(expiry);
}

/// `BENCH_ENTRIES=1000000` leaves out what is larger.
fn most() -> u64 {
    std::env::var("BENCH_ENTRIES").ok().and_then(|most| most.parse().ok()).unwrap_or(u64::MAX)
}

/// The one that the table of ratios speaks of.
fn largest() -> u64 {
    let most = most();
    SIZES.into_iter().filter(|entries| *entries <= most).max().unwrap_or(0)
}

/// A line for the table of ratios, which `benches/report.py` collects.
fn ratio(what: &str, value: f64, target: f64) {
    println!(
        r#"ratio: {{"row": 7, "what": "{what}", "value": {value}, "target": {target}, "least": null, "most": null, "at_most": true, "where": "in process"}}"#
    );
}

/// 22 characters, as the ids that an issuer makes.
fn jti(n: u64) -> String {
    format!("{:022x}", u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 20 | u128::from(n))
}

fn revoke(store: &MemoryStore, n: u64, keep_until: Option<Timestamp>) {
    let revocation = Revocation::Token { jti: jti(n), keep_until };
    store.revoke(&revocation).now_or_never().unwrap().unwrap();
}

fn queries(from: u64, of: u64) -> Vec<Query<'static>> {
    let name = |n: u64| jti(from + n.wrapping_mul(2_654_435_761) % of);
    (0..PROBES).map(|n| Query { jti: Some(name(n).into()), ..Query::default() }).collect()
}

fn costs(entries: u64) {
    let end = Clock::system().now().checked_add(Duration::from_secs(3_600));
    let mut store = None;
    let start = Instant::now();
    let memory = allocation_counter::measure(|| {
        let made = MemoryStore::new(usize::MAX, Clock::system());
        (0..entries).for_each(|n| revoke(&made, n, end));
        store = Some(made);
    });
    let insert = start.elapsed().as_nanos() / u128::from(entries);
    let store = store.unwrap();
    let hit = look_up(&store, &queries(0, entries), Standing::Revoked);
    let miss = look_up(&store, &queries(entries, entries), Standing::Live);
    let bytes = memory.bytes_current as f64 / entries as f64;
    println!("| {entries} | {bytes:.1} | {insert} | {hit} | {miss} |");
    if entries == largest() {
        ratio(&format!("denylist of {entries}, bytes an entry"), bytes, 32.0);
        ratio(&format!("denylist of {entries}, ns a look-up"), hit as f64, 500.0);
    }
}

/// Nanoseconds, in the fastest pass: what disturbs the others is the machine.
fn look_up(store: &MemoryStore, queries: &[Query<'static>], expected: Standing) -> u128 {
    let pass = || {
        let start = Instant::now();
        for query in queries {
            assert_eq!(store.check_now(black_box(query)).unwrap().unwrap(), expected);
        }
        start.elapsed().as_nanos() / u128::from(PROBES)
    };
    (0..PASSES).map(|_| pass()).min().unwrap()
}

fn expiry(entries: u64) {
    let wall = Arc::new(AtomicU64::new(1_800_000_000));
    let clock = wall_clock(&wall);
    let store = MemoryStore::new(usize::MAX, clock.clone());
    let now = clock.now();
    let later = now.checked_add(Duration::from_secs(3_600));
    for n in 0..entries {
        revoke(&store, n, if n % 2 == 0 { Some(now) } else { later });
    }
    let queries = queries(0, entries);
    let mut before = look_ups_while(&store, &queries, || thread::sleep(Duration::from_millis(100)));
    wall.fetch_add(60, Ordering::SeqCst);
    let mut steps = Vec::new();
    let mut during = look_ups_while(&store, &queries, || {
        for n in 0..ROUND {
            let start = Instant::now();
            revoke(&store, entries + n, None);
            steps.push(start.elapsed());
        }
    });
    assert!(store.len() as u64 <= entries / 2 + ROUND);
    let blocked = micros(&mut during, 0.999);
    if entries == largest() {
        let what = format!("denylist of {entries}, µs of a look-up during expiry, p99.9");
        ratio(&what, blocked, 1_000.0);
    }
    println!(
        "| {entries} | {:.1} | {:.0} | {:.0} | {:.1} | {:.1} |",
        steps.iter().sum::<Duration>().as_secs_f64() * 1e3,
        micros(&mut steps, 0.5),
        micros(&mut steps, 0.99),
        blocked,
        micros(&mut before, 0.999),
    );
}

fn wall_clock(wall: &Arc<AtomicU64>) -> Clock {
    let wall = Arc::clone(wall);
    Clock::from_fn(move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(wall.load(Ordering::SeqCst))
    })
}

/// What this share of them stays within.
fn micros(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6
}

/// How long a second thread waits for each answer while `act` runs.
fn look_ups_while(
    store: &MemoryStore,
    queries: &[Query<'static>],
    act: impl FnOnce(),
) -> Vec<Duration> {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut times = Vec::with_capacity(1 << 22);
            for query in queries.iter().cycle() {
                if done.load(Ordering::Relaxed) || times.len() == times.capacity() {
                    break;
                }
                let start = Instant::now();
                black_box(store.check_now(query));
                times.push(start.elapsed());
            }
            times
        });
        act();
        done.store(true, Ordering::Relaxed);
        asking.join().unwrap()
    })
}
