//! From the times of several processes to tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::bench::{Label, Of, Ratio, Sum};
use crate::measure::{Times, median};

/// Allocations and bytes of one call, by bench; empty where a table has no such column.
pub type Counts = BTreeMap<String, (f64, f64)>;

/// What a process tells that has measured a group.
#[derive(Serialize, Deserialize)]
pub struct Told {
    pub labels: Vec<Label>,
    pub ratios: Vec<Ratio>,
    pub times: Times,
}

pub struct Report<'a> {
    pub name: &'a str,
    pub labels: Vec<Label>,
    pub ratios: Vec<Ratio>,
    /// One for each process.
    pub times: Vec<Times>,
    pub counts: Counts,
}

/// The median over processes, and their extremes.
struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self { median: median(values), least, most }
    }
}

impl Report<'_> {
    /// The tables, and the same as data.
    pub fn json(&self) -> Value {
        let name = self.name;
        let table = if name.starts_with("growth") { self.growth() } else { self.costs() };
        let ratios: Vec<Value> = self.ratios.iter().map(|ratio| self.ratio(ratio)).collect();
        let points: Vec<Value> = self.points().collect();
        json!({ "tables": { name: table }, "ratios": ratios, "points": points })
    }

    fn per_process(&self, figure: impl Fn(&Times) -> f64) -> Spread {
        Spread::of(&self.times.iter().map(figure).collect::<Vec<_>>())
    }

    fn time(&self, bench: &Label) -> Spread {
        self.per_process(|times| median(&times[&bench.name]))
    }

    /// Less its base, round by round.
    fn added(&self, bench: &Label) -> Spread {
        let mut sum: Sum = vec![(1.0, bench.name.clone())];
        sum.extend(bench.base.iter().map(|base| (-1.0, base.clone())));
        self.per_process(|times| median(&rounds(times, &sum)))
    }

    fn costs(&self) -> String {
        let mut table =
            "| what | µs | min..max over processes | added µs | allocations | bytes |\n\
                         |---|---:|---:|---:|---:|---:|\n"
                .to_owned();
        for bench in &self.labels {
            let (time, added) = (self.time(bench), self.added(bench).median / 1e3);
            let (count, bytes) = self.counts[&bench.name];
            let has_base = bench.base.as_ref().is_some_and(|base| *base != bench.name);
            let added = if has_base { format!("{added:+.2}") } else { "–".to_owned() };
            let (median, least, most) = (time.median / 1e3, time.least / 1e3, time.most / 1e3);
            let name = &bench.name;
            writeln!(
                table,
                "| {name} | {median:.2} | {least:.2}..{most:.2} | {added} | {count:.0} | {bytes:.0} |"
            )
            .unwrap();
        }
        table
    }

    fn points(&self) -> impl Iterator<Item = Value> {
        self.labels.iter().filter_map(|bench| {
            let (series, at) = bench.point.as_ref()?;
            Some(json!({ "series": series, "at": at, "added": self.added(bench).median }))
        })
    }

    /// A growth of 1 is linear, of 0 none: by how many orders the cost rises while what grows
    /// rises by one.
    fn growth(&self) -> String {
        let mut table = "| series | of | added µs | to the first | growth |\n\
                         |---|---:|---:|---:|---:|\n"
            .to_owned();
        let mut before: Option<(&str, f64, f64)> = None;
        let mut first = f64::NAN;
        for bench in &self.labels {
            let Some((series, at)) = &bench.point else { continue };
            let (at, added) = (*at as f64, self.added(bench).median);
            let slope = match before {
                Some((last, x, y)) if last == series => {
                    format!("{:.2}", (added / y).ln() / (at / x.max(1.0)).ln())
                }
                _ => {
                    first = added;
                    "–".to_owned()
                }
            };
            let relative = added / first;
            let micros = added / 1e3;
            writeln!(table, "| {series} | {at} | {micros:.2} | {relative:.2} | {slope} |").unwrap();
            before = Some((series, at, added));
        }
        table + &self.knees()
    }

    /// Where a series first costs half as much again as at its start.
    fn knees(&self) -> String {
        let mut by_series: Vec<(String, Vec<(u64, f64)>)> = Vec::new();
        for bench in &self.labels {
            let Some((series, at)) = &bench.point else { continue };
            let point = (*at, self.added(bench).median);
            match by_series.iter_mut().find(|(name, _)| name == series) {
                Some((_, points)) => points.push(point),
                None => by_series.push((series.clone(), vec![point])),
            }
        }
        let mut said = "\nKnee, where it first costs 1.5 times the start: ".to_owned();
        let knee = |points: &[(u64, f64)]| {
            let start = points[0].1;
            let found = points.iter().find(|(_, cost)| *cost > 1.5 * start);
            found.map_or("none".to_owned(), |(at, _)| at.to_string())
        };
        let all: Vec<_> = by_series
            .iter()
            .map(|(series, points)| format!("{series}: {}", knee(points)))
            .collect();
        writeln!(said, "{}.", all.join("; ")).unwrap();
        said
    }

    fn ratio(&self, ratio: &Ratio) -> Value {
        let spread = match ratio.of {
            Of::Time => self.per_process(|times| quotient(times, ratio)),
            Of::Allocations => {
                let sum = |sum: &Sum| -> f64 {
                    sum.iter().map(|(k, name)| k * self.counts[name].0).sum()
                };
                Spread::of(&[sum(&ratio.above)])
            }
        };
        json!({
            "row": ratio.row, "what": ratio.what, "target": ratio.target, "at_most": true,
            "value": spread.median, "least": spread.least, "most": spread.most,
            "where": "in process",
        })
    }
}

fn rounds(times: &Times, sum: &Sum) -> Vec<f64> {
    let count = times[&sum[0].1].len();
    let at = |round: usize| sum.iter().map(|(factor, name)| factor * times[name][round]).sum();
    (0..count).map(at).collect()
}

/// The median over rounds of what was measured in the same round.
fn quotient(times: &Times, ratio: &Ratio) -> f64 {
    let above = rounds(times, &ratio.above);
    if ratio.below.is_empty() {
        return median(&above);
    }
    let below = rounds(times, &ratio.below);
    median(&above.iter().zip(&below).map(|(above, below)| above / below).collect::<Vec<_>>())
}
