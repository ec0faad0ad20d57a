//! A token that was let in before: against the same handler unguarded, and against opening it again.
//!
//! CPU time of the thread; every round visits all routes, in reversed order every second round; a
//! ratio is the median over the rounds.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may fail loudly"
)]

use std::time::Duration;

use actix_http::Request;
use actix_paseto::prelude::*;
use actix_web::dev::Service as _;
use actix_web::http::header::AUTHORIZATION;
use actix_web::rt::System;
use actix_web::test::{self, TestRequest};
use actix_web::{App, get};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

const BATCH: usize = 256;
const ROUNDS: usize = 61;
const MANY: usize = 50_000;

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    tenant: String,
}

#[get("/open")]
async fn open() -> &'static str {
    "ok"
}

#[get("/guarded")]
#[paseto_required]
async fn guarded() -> &'static str {
    "ok"
}

#[get("/unasked")]
#[paseto_required(skip_revocation)]
async fn unasked() -> &'static str {
    "ok"
}

#[get("/typed")]
#[paseto_required]
async fn typed(user: Claims<User>) -> &'static str {
    if user.role.is_empty() { "none" } else { "ok" }
}

async fn paseto(capacity: usize) -> Paseto {
    paseto_of(capacity, KEYS.with(Clone::clone)).await
}

async fn paseto_of(capacity: usize, keys: Vec<String>) -> Paseto {
    Paseto::builder()
        .figment(figment::Figment::new())
        .set("accept", ["v4.public", "v4.local"])
        .set("issuer", "id.example.org")
        .set("audience", ["api"])
        .set("keys.active", keys)
        .set("cache.capacity", capacity)
        .build()
        .await
        .unwrap()
}

thread_local! {
    static KEYS: Vec<String> = vec![
        actix_paseto::codec::SigningKey::generate().unwrap().to_paserk().expose().to_owned(),
        actix_paseto::codec::LocalKey::generate().unwrap().to_paserk().expose().to_owned(),
    ];
}

fn tokens(paseto: &Paseto, count: usize) -> Vec<String> {
    let user = User { role: "clerk".to_owned(), tenant: "alpha".to_owned() };
    let one = |n| {
        let token = paseto.issuer().access(format!("{n:04x}")).claims(&user).unwrap();
        token.purpose(actix_paseto::kind::Purpose::Public).issue().unwrap().into_string()
    };
    (0..count).map(one).collect()
}

/// Bytes of memory that the process has.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4_096
}

fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.cast_unsigned(), u32::try_from(now.tv_nsec).unwrap())
}

const AFTER: [&str; 3] = [
    "no guard: what the measurement itself takes",
    "a guard: what it remembers",
    "a guard that hands out typed claims: what it remembers besides",
];

/// A line for the table of ratios, which `benches/report.py` collects.
fn ratio(bytes: usize) -> String {
    format!(
        r#"ratio: {{"row": 1, "what": "bytes that a remembered token takes", "value": {bytes}, "target": 400, "least": null, "most": null, "at_most": true, "where": "in process"}}"#
    )
}

struct Case {
    name: &'static str,
    route: &'static str,
    is_cached: bool,
    tokens: usize,
    batch: usize,
}

const CASES: [Case; 8] = [
    case("unguarded", "/open", true, 64, BATCH),
    case("64 tokens", "/guarded", true, 64, BATCH),
    case("64 tokens, no store", "/unasked", true, 64, BATCH),
    case("64 tokens, typed claims", "/typed", true, 64, BATCH),
    case("unguarded, 50 000 tokens sent", "/open", true, MANY, BATCH),
    case("50 000 tokens", "/guarded", true, MANY, BATCH),
    case("50 000 tokens, typed claims", "/typed", true, MANY, BATCH),
    case("not cached", "/guarded", false, 64, 32),
];

const fn case(
    name: &'static str,
    route: &'static str,
    is_cached: bool,
    tokens: usize,
    batch: usize,
) -> Case {
    Case { name, route, is_cached, tokens, batch }
}

fn main() {
    let system = System::new();
    let (with, without) = system.block_on(async { (paseto(64 << 20).await, paseto(0).await) });
    let service = |paseto: &Paseto| {
        let app = App::new().configure(paseto.install());
        test::init_service(app.service((open, guarded, unasked, typed)))
    };
    let (with, without, tokens) =
        (system.block_on(service(&with)), system.block_on(service(&without)), tokens(&with, MANY));
    let request = |route: &str, token: &str| -> Request {
        TestRequest::get()
            .uri(route)
            .insert_header((AUTHORIZATION, format!("Bearer {token}")))
            .to_request()
    };
    // A stride that visits them in no order of memory.
    let mut turn = 0;
    let mut next = |case: &Case| {
        turn += 1;
        request(case.route, &tokens[turn * 7_919 % case.tokens])
    };
    let run = |case: &Case, requests: Vec<Request>| {
        let app = if case.is_cached { &with } else { &without };
        let count = u32::try_from(requests.len()).unwrap();
        system.block_on(async {
            let begun = cpu();
            for request in requests {
                let response = app.call(request).await.unwrap();
                assert_eq!(response.status(), 200);
            }
            (cpu() - begun) / count
        })
    };
    let size = tokens.first().map(|token| token.split('.').nth(2).unwrap().len() * 3 / 4 - 64);
    println!("| after {MANY} tokens of {} bytes of payload | bytes a token |", size.unwrap());
    println!("|---|---:|");
    for (n, route) in ["/open", "/guarded", "/typed"].into_iter().enumerate() {
        let before = resident();
        for token in &tokens {
            run(&CASES[1], vec![request(route, token)]);
        }
        let each = resident().saturating_sub(before) / MANY;
        println!("| {} | {each} |", AFTER[n]);
        if route == "/guarded" {
            println!("{}", ratio(each));
        }
    }
    println!();
    let mut times = vec![Vec::new(); CASES.len()];
    for round in 0..ROUNDS {
        let order: Vec<usize> = (0..CASES.len()).collect();
        let order = if round % 2 == 0 { order } else { order.into_iter().rev().collect() };
        for n in order {
            let requests = (0..CASES[n].batch).map(|_| next(&CASES[n])).collect();
            times[n].push(run(&CASES[n], requests));
        }
    }
    println!("| request | ns | added | allocations |\n|---|---:|---:|---:|");
    for (n, case) in CASES.iter().enumerate() {
        let base = if case.tokens == MANY { 4 } else { 0 };
        let added = times[n].iter().zip(&times[base]);
        let added = added.map(|(own, bare)| own.as_nanos() as f64 - bare.as_nanos() as f64);
        let own = times[n].iter().map(|own| own.as_nanos() as f64);
        let requests = vec![next(case)];
        let counted = allocation_counter::measure(|| {
            let _time = run(case, requests);
        });
        println!(
            "| {} | {:.0} | {:+.0} | {} |",
            case.name,
            median(own),
            median(added),
            counted.count_total
        );
    }
    workers();
}

/// Two workers at once, with one memory for both or one for each.
fn workers() {
    println!("\n| two workers | ns, 64 tokens | ns, 50 000 tokens |\n|---|---:|---:|");
    let keys = KEYS.with(Clone::clone);
    for (name, is_shared) in [("one memory", true), ("one each", false)] {
        let one = System::new().block_on(paseto_of(64 << 20, keys.clone()));
        let other = System::new().block_on(paseto_of(64 << 20, keys.clone()));
        let all = tokens(&one, MANY);
        let of = |n: usize| if n == 0 || is_shared { one.clone() } else { other.clone() };
        let told: Vec<(f64, f64)> = std::thread::scope(|scope| {
            let both = (0..2).map(|n| {
                let (paseto, all) = (of(n), &all);
                scope.spawn(move || (worker(&paseto, &all[..64]), worker(&paseto, all)))
            });
            let both: Vec<_> = both.collect();
            both.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let mean = |of: fn(&(f64, f64)) -> f64| told.iter().map(of).sum::<f64>() / 2.0;
        println!("| {name} | {:.0} | {:.0} |", mean(|told| told.0), mean(|told| told.1));
    }
}

fn worker(paseto: &Paseto, tokens: &[String]) -> f64 {
    let system = System::new();
    let app = App::new().configure(paseto.install()).service((guarded, typed));
    let app = system.block_on(test::init_service(app));
    let mut times = Vec::new();
    let mut turn = 0;
    let batches = tokens.len() / BATCH * 2 + 200;
    for batch in 0..batches {
        let requests: Vec<Request> = (0..BATCH)
            .map(|_| {
                turn += 1;
                let token = &tokens[turn * 7_919 % tokens.len()];
                let request = TestRequest::get().uri("/guarded");
                request.insert_header((AUTHORIZATION, format!("Bearer {token}"))).to_request()
            })
            .collect();
        let begun = cpu();
        system.block_on(async {
            for request in requests {
                assert_eq!(app.call(request).await.unwrap().status(), 200);
            }
        });
        if batch * 2 > batches {
            times.push((cpu() - begun).as_nanos() as f64 / BATCH as f64);
        }
    }
    median(times.into_iter())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
