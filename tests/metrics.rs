//! What a collector of metrics sees of real requests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::BTreeMap;

use actix_paseto::prelude::*;
use actix_web::{get, post};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use serde_json::json;
use support::{
    Script, Scripted, app, bearer, builder, call, forged, get, local, mint, payload, post,
};

#[get("/access")]
#[paseto_required]
async fn access() -> &'static str {
    "in"
}

#[get("/maybe")]
#[paseto_optional]
async fn maybe() -> &'static str {
    "in"
}

#[post("/login")]
#[paseto_public(reason = "this is where tokens come from")]
async fn login(issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair("alice").begin("desk").await.unwrap())
}

#[post("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> actix_web::Result<TokenPair> {
    Ok(issuer.pair(token.subject().clone()).issue()?)
}

/// `name{label="value",…}` of each series, and how high it stands: of a histogram, how often.
type Series = BTreeMap<String, u64>;

fn series(snapshotter: &Snapshotter) -> Series {
    let all = snapshotter.snapshot().into_vec().into_iter();
    all.map(|(key, _, _, value)| {
        let key = key.key();
        let labels = key.labels().map(|label| format!("{}={}", label.key(), label.value()));
        let name = format!("{}{{{}}}", key.name(), labels.collect::<Vec<_>>().join(","));
        (name, height(value))
    })
    .collect()
}

fn height(value: DebugValue) -> u64 {
    match value {
        DebugValue::Counter(count) => count,
        DebugValue::Gauge(height) => (height.into_inner() * 1_000.0) as u64,
        DebugValue::Histogram(values) => {
            assert!(values.iter().all(|seconds| (0.0..5.0).contains(&seconds.into_inner())));
            values.len() as u64
        }
    }
}

#[track_caller]
fn assert_has(series: &Series, expected: &[(&str, u64)]) {
    for (name, height) in expected {
        assert_eq!(series.get(*name), Some(height), "{name} in {series:#?}");
    }
}

/// The recorder of this test's thread alone.
macro_rules! recorded {
    ($snapshotter:ident) => {
        let recorder = DebuggingRecorder::new();
        let $snapshotter = recorder.snapshotter();
        let _recorded = metrics::set_default_local_recorder(&recorder);
    };
}

#[actix_web::test]
async fn requests_are_counted_by_outcome_and_refusals_by_code() {
    recorded!(snapshotter);
    let paseto = builder(local("")).await;
    let app = app!(paseto, access, maybe);
    let token = paseto.issuer().access("alice").issue().unwrap();
    for _ in 0..3 {
        call(&app, get("/access").insert_header(bearer(token.as_str()))).await;
    }
    call(&app, get("/maybe").insert_header(bearer(token.as_str()))).await;
    // Without a token there is nothing to check.
    call(&app, get("/maybe")).await;
    call(&app, get("/access")).await;
    call(&app, get("/access").insert_header(bearer(&forged()))).await;
    call(&app, get("/access").insert_header(bearer("v4.local.\u{e9}canary"))).await;
    let seen = series(&snapshotter);
    assert_has(
        &seen,
        &[
            ("paseto_checks_total{profile=default,outcome=admitted}", 4),
            ("paseto_checks_total{profile=default,outcome=refused}", 3),
            ("paseto_refusals_total{profile=default,code=token_missing}", 1),
            ("paseto_store_seconds{profile=default,operation=check,outcome=answered}", 4),
            ("paseto_tokens_issued_total{profile=default,kind=access}", 1),
            ("paseto_key_generation{profile=default}", 1_000),
        ],
    );
    let refusals = seen.iter().filter(|(name, _)| name.starts_with("paseto_refusals_total"));
    assert_eq!(refusals.map(|(_, count)| count).sum::<u64>(), 3);
    // Nothing of a request becomes a label.
    assert!(!format!("{seen:?}").contains("canary") && !format!("{seen:?}").contains("alice"));
}

#[actix_web::test]
async fn what_a_session_does_is_timed_and_custom_kinds_are_one() {
    recorded!(snapshotter);
    let paseto = builder(local("")).await;
    let app = app!(paseto, login, refresh);
    let pair = call(&app, post("/login")).await.json();
    let used = pair["refresh_token"].as_str().unwrap();
    call(&app, post("/refresh").insert_header(bearer(used))).await;
    call(&app, post("/refresh").insert_header(bearer(used))).await;
    for kind in ["letter", "invitation", "reset"] {
        paseto.issuer().custom(kind, "alice").issue().unwrap();
    }
    paseto.revocations().revoke_jti("x").await.unwrap();
    paseto.revocations().families("alice").await.unwrap();
    paseto.health().await;
    let seen = series(&snapshotter);
    assert_has(
        &seen,
        &[
            ("paseto_store_seconds{profile=default,operation=enroll,outcome=answered}", 1),
            ("paseto_store_seconds{profile=default,operation=check,outcome=answered}", 2),
            ("paseto_store_seconds{profile=default,operation=consume,outcome=answered}", 2),
            ("paseto_store_seconds{profile=default,operation=revoke,outcome=answered}", 1),
            ("paseto_store_seconds{profile=default,operation=families,outcome=answered}", 1),
            ("paseto_checks_total{profile=default,outcome=admitted}", 1),
            ("paseto_refusals_total{profile=default,code=token_used}", 1),
            ("paseto_tokens_issued_total{profile=default,kind=access}", 2),
            ("paseto_tokens_issued_total{profile=default,kind=refresh}", 2),
            ("paseto_tokens_issued_total{profile=default,kind=custom}", 3),
        ],
    );
    assert!(!format!("{seen:?}").contains("letter"));
}

#[actix_web::test]
async fn a_store_that_fails_is_seen_by_how_it_fails_and_a_copy_by_its_age() {
    let token = mint(&payload(json!({})));
    for (script, outcome) in [
        (Script::Fails, "unreachable"),
        (Script::Lost, "lost"),
        (Script::Stale, "stale"),
        (Script::NeverAnswers, "timed_out"),
    ] {
        recorded!(snapshotter);
        let lines = local("revocation.timeout = \"20ms\"");
        let paseto = builder(lines.store(Scripted::after(1, script))).await;
        call(&app!(paseto, access), get("/access").insert_header(bearer(&token))).await;
        paseto.health().await;
        let seen = series(&snapshotter);
        let of =
            format!("paseto_store_seconds{{profile=default,operation=check,outcome={outcome}}}");
        assert_has(&seen, &[(&of, 1)]);
        let code = "paseto_refusals_total{profile=default,code=temporarily_unavailable}";
        assert_has(&seen, &[(code, 1)]);
        assert!(!seen.contains_key("paseto_store_entries{profile=default}"));
    }
    recorded!(snapshotter);
    let paseto = builder(local("").store(Scripted::at_once(Script::Live))).await;
    paseto.health().await;
    let gauges = [
        ("paseto_store_entries{profile=default}", 3_000),
        ("paseto_store_staleness_seconds{profile=default}", 40),
    ];
    assert_has(&series(&snapshotter), &gauges);
}

#[actix_web::test]
async fn every_series_is_described_with_its_unit() {
    recorded!(snapshotter);
    let paseto = builder(local("").store(Scripted::at_once(Script::Live))).await;
    let token = mint(&payload(json!({})));
    let app = app!(paseto, access);
    call(&app, get("/access").insert_header(bearer(&token))).await;
    call(&app, get("/access")).await;
    paseto.issuer().access("alice").issue().unwrap();
    paseto.health().await;
    let all = snapshotter.snapshot().into_vec();
    let names: std::collections::BTreeSet<_> =
        all.iter().map(|(key, ..)| key.key().name().to_owned()).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    for (key, unit, description, _) in all {
        assert!(unit.is_some() && description.is_some(), "{key:?}");
    }
}
