//! `server --port N --out FOLDER [--workers N] [--many N,N] [--store URL] [--replica true]
//! [--remembered BYTES]`: serves every route, after it has written what a client needs to ask them:
//! `cases.json` and files of tokens.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use actix_web::{App, HttpServer};
use comparison::app::Shared;
use comparison::cases::{self, Case};
use comparison::sample::Sample;
use serde_json::{Value, json};

struct Options {
    port: u16,
    workers: usize,
    out: PathBuf,
    many: Vec<usize>,
    settings: Vec<(&'static str, Value)>,
}

fn options() -> Options {
    let mut all = std::env::args().skip(1);
    let mut options =
        Options { port: 18_480, workers: 1, out: ".".into(), many: vec![64], settings: Vec::new() };
    while let Some(next) = all.next() {
        let value = all.next().expect("a value");
        match next.as_str() {
            "--port" => options.port = value.parse().unwrap(),
            "--workers" => options.workers = value.parse().unwrap(),
            "--out" => options.out = value.into(),
            "--many" => options.many = value.split(',').map(|n| n.parse().unwrap()).collect(),
            "--store" => options.settings.push(("revocation.store", value.into())),
            "--remembered" => {
                options.settings.push(("cache.capacity", value.parse::<u64>().unwrap().into()));
            }
            "--replica" => options.settings.push(("revocation.replica", (value == "true").into())),
            other => panic!("unknown option {other}"),
        }
    }
    options
}

fn write(folder: &Path, cases: &[Case]) {
    let listed: Vec<Value> = cases
        .iter()
        .enumerate()
        .map(|(n, case)| {
            let file = folder.join(format!("tokens-{n}.txt"));
            fs::write(&file, case.tokens.join("\n") + "\n").unwrap();
            json!({
                "name": case.name, "route": case.route, "status": case.status, "base": case.base,
                "tokens": file, "count": case.tokens.len(),
            })
        })
        .collect();
    // Last, and whole: who waits for this file finds everything that it names.
    let partial = folder.join("cases.partial");
    fs::write(&partial, serde_json::to_vec_pretty(&listed).unwrap()).unwrap();
    fs::rename(partial, folder.join("cases.json")).unwrap();
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let options = options();
    let sample = Sample::new(&options.settings).await;
    let mut all = cases::accepted(&sample);
    all.extend(cases::many(&sample, &options.many));
    all.extend(cases::refused(&sample).await);
    all.extend(cases::junk());
    let shared = Shared::new(&sample);
    let paseto = sample.paseto.clone();
    let app = move || App::new().configure(paseto.install()).configure(shared.configure());
    let server = HttpServer::new(app)
        .workers(options.workers)
        .backlog(16_384)
        .max_connections(20_000)
        // Ten thousand clients that begin at once are not all read within the default 5 s.
        .client_request_timeout(Duration::ZERO)
        .bind(("127.0.0.1", options.port))?;
    write(&options.out, &all);
    server.run().await
}
