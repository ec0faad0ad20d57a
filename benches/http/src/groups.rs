//! What is measured together, in one process and in turns.

use std::rc::Rc;

use actix_paseto::codec::Shape;
use actix_paseto::kind::Purpose;
use actix_web::{App, test};

use crate::app::Shared;
use crate::bench::{Bench, Group, Of, Ratio, added, direct, requests};
use crate::cases::{self, Case, DENIED, DENIED_BARE, OPEN, check_lengths};
use crate::sample::Sample;
use crate::{growth, issuing};

pub const NAMES: [&str; 8] = [
    "guards",
    "refusals",
    issuing::NAME,
    growth::SIZE,
    growth::KEYS,
    growth::CLAIMS,
    growth::HANDLERS,
    growth::TOKENS,
];

pub async fn group(name: &str) -> Group {
    match name {
        "guards" => guards().await,
        "refusals" => refusals().await,
        issuing::NAME => issuing::group().await,
        name => growth::group(name).await,
    }
}

async fn benches(sample: &Sample, cases: Vec<Case>) -> Vec<Bench> {
    let shared = Shared::new(sample);
    let app = App::new().configure(sample.paseto.install()).configure(shared.configure());
    let app = Rc::new(test::init_service(app).await);
    cases.into_iter().map(|case| requests(&app, case)).collect()
}

const LOCAL: &str = "ours, v4.local, first-seen";
const PUBLIC: &str = "ours, v4.public, first-seen";
const TYPED: [&str; 2] =
    ["ours, v4.local, first-seen, typed claims", "ours, v4.public, first-seen, typed claims"];
const OPENED: [&str; 2] = ["engine alone, v4.local", "engine alone, v4.public"];
const PARSED: &str = "JSON alone, typed and borrowed";
const EDDSA: &str = "httpauth + jsonwebtoken, EdDSA";
const HS256: &str = "httpauth + jsonwebtoken, HS256";

async fn guards() -> Group {
    let sample = Sample::new(&[]).await;
    let (payload, token) = check_lengths(&sample);
    eprintln!("payload {payload} B, token {token} B");
    let mut benches = benches(&sample, cases::accepted(&sample)).await;
    benches.extend(pieces(sample));
    let ratio = |row, what: &str, bench: &str, reference: &str, target| Ratio {
        row,
        what: what.to_owned(),
        of: Of::Time,
        above: added(bench, OPEN),
        below: added(reference, OPEN),
        target,
    };
    let mut ratios = vec![
        ratio(2, "v4.public first-seen to jsonwebtoken EdDSA", PUBLIC, EDDSA, 0.5),
        ratio(2, "v4.public first-seen to pasetors", PUBLIC, "pasetors, v4.public", 0.45),
        ratio(2, "v4.public first-seen to rusty_paseto", PUBLIC, "rusty_paseto, v4.public", 1.0),
        ratio(3, "v4.local to jsonwebtoken HS256", LOCAL, HS256, 0.6),
        ratio(3, "v4.local to pasetors", LOCAL, "pasetors, v4.local", 1.0),
    ];
    for (n, what) in ["v4.local", "v4.public"].into_iter().enumerate() {
        ratios.extend(own(what, TYPED[n], OPENED[n]));
    }
    Group { name: "guards", benches, ratios }
}

/// What a guard costs besides the engine and one parse of the JSON.
fn own(what: &str, guard: &str, engine: &str) -> [Ratio; 2] {
    let figures = [("overhead, ns", Of::Time, 600.0), ("allocations", Of::Allocations, 3.0)];
    figures.map(|(figure, of, target)| {
        let what = format!("{what}: own {figure}");
        let mut above = added(guard, OPEN);
        above.extend([(-1.0, engine.to_owned()), (-1.0, PARSED.to_owned())]);
        Ratio { row: 6, what, of, above, below: Vec::new(), target }
    })
}

#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "what it costs to read is what counts")]
struct Borrowed<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    exp: &'a str,
    nbf: &'a str,
    iat: &'a str,
    jti: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    fresh: bool,
    role: &'a str,
    tenant: &'a str,
}

/// What a guard cannot do without.
fn pieces(sample: Sample) -> Vec<Bench> {
    let sample = Rc::new(sample);
    let payload = Rc::new(serde_json::Value::Object(sample.claims()).to_string());
    let shape = |purpose| Rc::new(Shape::parse(&sample.issue(purpose), &[purpose]).unwrap());
    let (local, public) = (shape(Purpose::Local), shape(Purpose::Public));
    let (keys, verifying) = (Rc::clone(&sample), Rc::new(sample.signing.verifying_key()));
    // As the keys of a profile have.
    verifying.precompute();
    vec![
        direct(OPENED[0], move || keys.local.open(&local, b"").unwrap()),
        direct(OPENED[1], move || verifying.open(&public, b"").unwrap()),
        direct(PARSED, move || {
            let parsed: Borrowed<'_> = serde_json::from_str(&payload).unwrap();
            parsed.role.len() + parsed.exp.len()
        }),
    ]
}

async fn refusals() -> Group {
    let sample = Sample::new(&[]).await;
    let mut all = cases::refused(&sample).await;
    all.extend(cases::junk());
    all.extend(
        cases::accepted(&sample)
            .into_iter()
            .filter(|case| [OPEN, LOCAL, PUBLIC].contains(&case.name.as_str())),
    );
    let benches = benches(&sample, all).await;
    let over = |what: &str, of, bench: &str, base: &str, target| Ratio {
        row: 5,
        what: what.to_owned(),
        of,
        above: added(bench, base),
        below: Vec::new(),
        target,
    };
    let ratio = |what: &str, bench: &str, base: &str, reference: (&str, &str), target| Ratio {
        row: 5,
        what: what.to_owned(),
        of: Of::Time,
        above: added(bench, base),
        below: added(reference.0, reference.1),
        target,
    };
    let junk = |length: usize| (format!("junk, {length} B"), format!("{DENIED}, {length} B sent"));
    let (eight, sixty_four) = (junk(8_192), junk(65_536));
    let ratios = vec![
        over("no token, ns over an unguarded 401", Of::Time, "no token", DENIED_BARE, 300.0),
        over("no token, allocations over it", Of::Allocations, "no token", DENIED_BARE, 1.0),
        over("malformed, ns over an unguarded 401", Of::Time, "malformed", DENIED, 300.0),
        over("malformed, allocations over it", Of::Allocations, "malformed", DENIED, 1.0),
        ratio("forged v4.public to accepted", "forged v4.public", DENIED, (PUBLIC, OPEN), 1.0),
        ratio("forged v4.local to accepted", "forged v4.local", DENIED, (LOCAL, OPEN), 1.0),
        ratio("junk, 64 KiB to 8 KiB", &sixty_four.0, &sixty_four.1, (&eight.0, &eight.1), 1.0),
    ];
    Group { name: "refusals", benches, ratios }
}
