//! What a shared store takes: bytes an entry in Redis and PostgreSQL, and what one question costs,
//! in units of the smallest question that the server knows.
//!
//! `cargo bench --features redis,postgres --bench shared_store`

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark may fail loudly"
)]

use std::time::{Duration, Instant, SystemTime};

use actix_paseto::revocation::{
    FamilyRecord, PostgresStore, Query, RedisStore, Revocation, RevocationStore, SharedOptions,
};
use actix_paseto::time::{Clock, Timestamp};
use futures_util::StreamExt as _;
use futures_util::stream;

#[path = "../tests/servers/mod.rs"]
mod servers;

use servers::postgres::Postgres;
use servers::redis::Redis;

const PROBES: usize = 2_000;
const ROUNDS: usize = 9;
const AT_ONCE: usize = 64;

#[actix_web::main]
async fn main() {
    println!("| | a token | a login that is listed | a subject | a million tokens MB |");
    println!("|---|---:|---:|---:|---:|");
    let redis = Redis::start();
    let used = move |redis: &Redis| {
        let told = redis.ask(&["INFO", "memory"]);
        let line = told.lines().find_map(|line| line.strip_prefix("used_memory:")).unwrap();
        line.trim().parse::<u64>().unwrap()
    };
    let store = RedisStore::open(&redis.url().into(), &options(false), &Clock::system()).unwrap();
    sizes("Redis, memory", &store, || used(&redis)).await;
    let postgres = Postgres::start();
    let open = |prepared| {
        let clock = Clock::system();
        PostgresStore::open(&postgres.url().into(), &options(prepared), &clock).unwrap()
    };
    let size = || {
        postgres.sql("VACUUM FULL");
        let sum = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c \
                   JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = 'paseto' AND c.relkind = 'r'";
        postgres.sql(sum).trim().parse::<u64>().unwrap()
    };
    let (unnamed, named) = (open(false), open(true));
    sizes("PostgreSQL, disk", &unnamed, size).await;

    println!("\n| one check | one at a time | {AT_ONCE} at a time |\n|---|---:|---:|");
    let rows: [(&str, &dyn RevocationStore); 3] =
        [("Redis", &store), ("PostgreSQL", &unnamed), ("PostgreSQL, `prepared`", &named)];
    costs(&rows).await;
}

/// How many of each kind. `BENCH_ENTRIES=5000` is for a quick look.
fn entries() -> usize {
    std::env::var("BENCH_ENTRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000)
}

fn options(prepared: bool) -> SharedOptions {
    SharedOptions { timeout: Duration::from_secs(10), prepared, ..SharedOptions::default() }
}

fn now() -> Timestamp {
    Timestamp::from_system(SystemTime::now()).unwrap()
}

async fn sizes(name: &str, store: &dyn RevocationStore, size: impl Fn() -> u64) {
    let end = now().checked_add(Duration::from_secs(86_400));
    let token = |n| Revocation::Token { jti: jti(n), keep_until: end };
    let subject =
        |n| Revocation::Subject { subject: format!("t:user-{n}"), before: now(), keep_until: end };
    // The log of changes is bounded: full before anything is weighed.
    fill(|n| async move { store.revoke(&token(n + entries())).await.unwrap() }).await;
    let empty = size();
    fill(|n| async move { store.revoke(&token(n)).await.unwrap() }).await;
    let tokens = size();
    fill(|n| async move { store.enroll(&family(n, end)).await.unwrap() }).await;
    let families = size();
    fill(|n| async move { store.revoke(&subject(n + entries())).await.unwrap() }).await;
    let subjects = size();
    let each = |after: u64, before: u64| after.saturating_sub(before) as f64 / entries() as f64;
    let [token, login, subject] =
        [each(tokens, empty), each(families, tokens), each(subjects, families)];
    println!("| {name} | {token:.0} | {login:.0} | {subject:.0} | {token:.0} |");
}

async fn fill<F: Future<Output = ()>>(put: impl Fn(usize) -> F) {
    stream::iter((0..entries()).map(put)).buffer_unordered(AT_ONCE).collect::<()>().await;
}

fn jti(n: usize) -> String {
    format!("{:022x}", (n as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn family(n: usize, end: Option<Timestamp>) -> FamilyRecord {
    FamilyRecord {
        family: jti(n),
        subject: format!("t:user-{n}"),
        began: now(),
        last_used: now(),
        keep_until: end,
        label: Some("Firefox on Linux".to_owned()),
    }
}

/// Rounds take turns; each figure is the median of its rounds, in units of the first row's.
async fn costs(rows: &[(&str, &dyn RevocationStore)]) {
    let mut told = vec![(Vec::new(), Vec::new()); rows.len()];
    for _ in 0..ROUNDS {
        for ((_, store), (alone, many)) in rows.iter().zip(&mut told) {
            alone.push(ask(*store, 1).await);
            many.push(ask(*store, AT_ONCE).await);
        }
    }
    let (unit, _) = (median(&mut told[0].0.clone()), ());
    for ((name, _), (mut alone, mut many)) in rows.iter().zip(told) {
        let (alone, many) = (median(&mut alone), median(&mut many));
        println!(
            "| {name} | {:.2} ({:.0} µs) | {:.2} ({:.0} µs) |",
            alone / unit,
            alone * 1e6,
            many / unit,
            many * 1e6
        );
    }
}

/// Seconds a question.
async fn ask(store: &dyn RevocationStore, at_once: usize) -> f64 {
    let query = |n| Query {
        jti: Some(jti(n).into()),
        subject: Some("t:alice".into()),
        issued_at: Some(now()),
        family: Some(jti(n + 7).into()),
        ..Query::default()
    };
    let probes = if at_once == 1 { PROBES / 4 } else { PROBES };
    let begun = Instant::now();
    let asked = stream::iter(0..probes).map(|n| async move {
        let query = query(n);
        store.check(&query).await.unwrap()
    });
    asked.buffer_unordered(at_once).for_each(|_| std::future::ready(())).await;
    begun.elapsed().as_secs_f64() / probes as f64
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
