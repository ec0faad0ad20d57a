//! `in_process [--rounds N] [--processes N] --out FOLDER [GROUP…]`: times each group in several
//! fresh processes, since the place of the stack changes what an engine costs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

use std::path::PathBuf;
use std::process::{Command, Stdio};

use actix_web::rt::System;
use comparison::measure::{self, Times};
use comparison::report::{Counts, Report, Told};
use comparison::{bench::Group, groups};

struct Options {
    rounds: usize,
    processes: usize,
    out: Option<PathBuf>,
    child: bool,
    groups: Vec<String>,
}

fn options() -> Options {
    let mut all = std::env::args().skip(1);
    let mut options =
        Options { rounds: 41, processes: 5, out: None, child: false, groups: Vec::new() };
    while let Some(next) = all.next() {
        match next.as_str() {
            "--rounds" => options.rounds = all.next().unwrap().parse().unwrap(),
            "--processes" => options.processes = all.next().unwrap().parse().unwrap(),
            "--out" => options.out = all.next().map(PathBuf::from),
            "--child" => options.child = true,
            _ => options.groups.push(next),
        }
    }
    if options.groups.is_empty() {
        options.groups = groups::NAMES.map(str::to_owned).into();
    }
    options
}

fn main() {
    let options = options();
    for name in &options.groups {
        if options.child {
            let system = System::new();
            system.block_on(async { child(groups::group(name).await, options.rounds) });
        } else {
            parent(name, &options);
        }
    }
}

fn child(mut group: Group, rounds: usize) {
    measure::pin();
    let times = measure::interleave(&mut group.benches, rounds);
    let labels = group.benches.into_iter().map(|bench| bench.label).collect();
    let told = Told { labels, ratios: group.ratios, times };
    println!("{}", serde_json::to_string(&told).unwrap());
}

fn parent(name: &str, options: &Options) {
    let here = std::env::current_exe().unwrap();
    let rounds = options.rounds.to_string();
    let measure = |_| output(Command::new(&here).args(["--child", "--rounds", &rounds, name]));
    let mut told: Vec<Told> = (0..options.processes).map(measure).collect();
    let Told { labels, ratios, times } = told.pop().expect("a process");
    let times: Vec<Times> = told.into_iter().map(|one| one.times).chain([times]).collect();
    let is_growth = labels.iter().any(|label| label.point.is_some());
    let counts = if is_growth {
        Counts::new()
    } else {
        output(Command::new(here.with_file_name("allocations")).arg(name))
    };
    let report = Report { name, labels, ratios, times, counts }.json();
    let table = report["tables"][name].as_str().unwrap();
    println!("## {name}\n\n{table}");
    for ratio in report["ratios"].as_array().unwrap() {
        let (what, value) = (ratio["what"].as_str().unwrap(), ratio["value"].as_f64().unwrap());
        println!("{} {what}: {value:.3} (at most {})", ratio["row"], ratio["target"]);
    }
    println!();
    if let Some(folder) = &options.out {
        let file = folder.join(format!("in-process-{}.json", name));
        std::fs::write(file, serde_json::to_vec_pretty(&report).unwrap()).unwrap();
    }
}

fn output<T: serde::de::DeserializeOwned>(command: &mut Command) -> T {
    let output = command.stderr(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}
