//! `spread --store URL [--revocations N] [--entries N]`: two nodes with copies of one store. How soon
//! a guard of one refuses what was revoked on the other, and how long a third takes to start.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::rt::{System, time};
use actix_web::test;
use actix_web::{App, web};
use comparison::bench::{call, request};
use comparison::cases::{Case, bearer};
use comparison::sample::Sample;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

/// Requests a second that each node answers meanwhile.
const LOAD: u64 = 2_000;

/// So that there are about two hundred revocations a second.
const PACE: Duration = Duration::from_millis(5);

struct Options {
    store: String,
    revocations: usize,
    entries: usize,
}

fn options() -> Options {
    let mut all = std::env::args().skip(1);
    let mut options = Options { store: String::new(), revocations: 200, entries: 10_000 };
    while let Some(next) = all.next() {
        let value = all.next().expect("a value");
        match next.as_str() {
            "--store" => options.store = value,
            "--revocations" => options.revocations = value.parse().unwrap(),
            "--entries" => options.entries = value.parse().unwrap(),
            other => panic!("unknown option {other}"),
        }
    }
    options
}

#[paseto_required]
async fn guarded() -> &'static str {
    "ok"
}

#[actix_web::main]
async fn main() {
    let options = options();
    let settings = [
        ("revocation.store", options.store.into()),
        ("revocation.replica", Value::from(true)),
        // A hundred thousand revocations wait for the disk.
        ("revocation.timeout", "10s".into()),
    ];
    let sample = Sample::new(&settings).await;
    let other = sample.node(&settings).await;
    let (is_over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let token = sample.issue(Purpose::Local);
    let busy = [sample.paseto.clone(), other.clone()].map(|node| {
        let (is_over, answered) = (Arc::clone(&is_over), Arc::clone(&answered));
        let token = token.clone();
        thread::spawn(move || load(&node, &token, &is_over, &answered))
    });
    let mut took = spread(&sample, &other, options.revocations).await;
    is_over.store(true, Ordering::Relaxed);
    busy.into_iter().for_each(|thread| thread.join().unwrap());
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
    let revoke = |n| {
        let revocations = sample.paseto.revocations();
        async move { revocations.revoke_jti(&format!("entry {n}")).await.unwrap() }
    };
    stream::iter((0..options.entries).map(revoke)).buffer_unordered(64).collect::<()>().await;
    let begun = Instant::now();
    drop(sample.node(&settings).await);
    let copied = begun.elapsed().as_secs_f64();
    let told = json!({
        "revocations": took.len(), "requests": answered.load(Ordering::Relaxed), "entries": options.entries,
        "p50": at(50), "p99": at(99), "most": at(100), "copied": copied,
    });
    println!("{told}");
}

/// A guard in memory, as a function from a token to a status.
async fn guard(node: &Paseto) -> impl Fn(&str) -> u16 + use<> {
    let app = App::new().configure(node.install()).route("/", web::get().to(guarded));
    let app = test::init_service(app).await;
    move |token| {
        let tokens = bearer(&[token.to_owned()]);
        let case = Case { name: String::new(), route: "/", tokens, status: 0, base: String::new() };
        call(&app, request(&case, 0)).status().as_u16()
    }
}

/// From when one node has answered until the other refuses.
async fn spread(sample: &Sample, other: &Paseto, count: usize) -> Vec<Duration> {
    let (own, far) = (guard(&sample.paseto).await, guard(other).await);
    let mut took = Vec::new();
    for n in 0..count {
        let jti = format!("spread-{n}");
        let token = sample.with(json!({ "jti": jti }));
        assert_eq!(far(&token), 200, "it is remembered there");
        sample.paseto.revocations().revoke_jti(&jti).await.unwrap();
        let begun = Instant::now();
        assert_eq!(own(&token), 401, "the node itself knows at once");
        while far(&token) != 401 {
            assert!(begun.elapsed() < Duration::from_secs(30), "{jti} was missed");
            time::sleep(Duration::from_micros(200)).await;
        }
        took.push(begun.elapsed());
        time::sleep(PACE).await;
    }
    took
}

/// In steps of ten milliseconds.
fn load(node: &Paseto, token: &str, is_over: &AtomicBool, answered: &AtomicU64) {
    let guard = System::new().block_on(guard(node));
    let begun = Instant::now();
    let mut done = 0;
    while !is_over.load(Ordering::Relaxed) {
        let due = u64::try_from(begun.elapsed().as_millis()).unwrap() * LOAD / 1_000;
        for _ in done..due {
            assert_eq!(guard(token), 200);
        }
        answered.fetch_add(due - done, Ordering::Relaxed);
        done = due;
        thread::sleep(Duration::from_millis(10));
    }
}
