//! The showcase as its operator meets it: start, settings, stop.

use std::fs;
use std::time::{Duration, Instant};

use actix_paseto::codec::LocalKey;
use serde_json::json;

use crate::harness::{App, Socket};
use crate::showcase;

#[test]
fn sigterm_ends_it_cleanly() {
    let app = showcase();
    let token = app.login_as("alice", json!({})).access;
    let bearer = format!("Bearer {token}");
    let _open = Socket::open(&app, "/ws", &[("authorization", &bearer)]);
    let begun = Instant::now();
    let ended = app.terminate();
    assert_eq!(ended.status.code(), Some(0), "{}", ended.stderr);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
}

#[test]
fn a_key_from_outside_outlives_a_restart() {
    let key = LocalKey::generate().unwrap().to_paserk();
    let variables = [
        ("SHOWCASE_KEY", key.expose()),
        ("PASETO_KEYS__ACTIVE", "env:SHOWCASE_KEY"),
        ("PASETO_ACCEPT", "[v4.local]"),
    ];
    let before = App::start("showcase", &variables);
    let token = before.login_as("alice", json!({})).access;
    before.terminate();
    let after = App::start("showcase", &variables);
    assert_eq!(after.get("/me").bearer(&token).send().status, 200);
    showcase().get("/me").bearer(&token).send().refused(401, "token_invalid");
}

#[test]
fn the_file_that_paseto_config_names_is_the_one() {
    let path = format!("{}/other.toml", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, "[default]\nrealm = \"elsewhere\"\n").unwrap();
    let app = App::start("showcase", &[("PASETO_CONFIG", &path)]);
    let refused = app.get("/me").send();
    assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"elsewhere\"");
    drop(fs::remove_file(&path));
    refuses_to_start(&[("PASETO_CONFIG", &path)], &["other.toml: cannot be read"]);
}

#[test]
fn mistakes_stop_the_start_and_are_named_without_their_value() {
    const ZERO: &str = "k4.local.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const VECTOR: &str = "k4.local.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8";
    const ZERO_SEED: &str = "k4.secret.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA7aie8zrakLWKjqNAqbw1zZTIVdx3iQ6Y6wEihi1naKQ";
    const OLD: &str = "k3.local.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8";
    const HEX: &str = "707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f";
    let active = "PASETO_KEYS__ACTIVE";
    for (variable, value, key) in [
        ("PASETO_LEEWYA", "77s", "leewya"),
        (active, ZERO, "keys.active"),
        (active, VECTOR, "keys.active"),
        (active, ZERO_SEED, "keys.active"),
        (active, OLD, "keys.active"),
        (active, HEX, "keys.active"),
        (active, "correct horse battery staple", "keys.active"),
        (active, "vault:secret/app#key", "keys.active"),
        ("PASETO_KEYS__ACCEPT", "[k4.local.c2hvcnQ]", "keys.accept"),
        ("PASETO_ACCESS_TTL", "10000000d", "access_ttl"),
        ("PASETO_ACCESS_TTL", "000s", "access_ttl"),
        ("PASETO_ACCESS_TTL", "-5m", "access_ttl"),
        ("PASETO_LEEWAY", "301s", "leeway"),
        ("PASETO_ACCEPT", "[v3.local]", "accept"),
        ("PASETO_REVOCATION__STORE", "postgres://u:hunter2@h/db", "revocation.store"),
    ] {
        let told = refuses_to_start(&[(variable, value)], &[key, variable]);
        assert!(!told.contains(value), "the value is told: {told}");
    }
}

#[test]
fn a_place_that_holds_no_key_is_named() {
    for (place, name) in
        [("env:SHOWCASE_ABSENT", "SHOWCASE_ABSENT"), ("file:/absent/key", "/absent/key")]
    {
        let variables = [("PASETO_KEYS__ACTIVE", place)];
        refuses_to_start(&variables, &["keys.active", "PASETO_KEYS__ACTIVE", name]);
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let variables = [("PASETO_LEEWYA", "1s"), ("PASETO_REFRESH_TTL", "never")];
    let told = refuses_to_start(&variables, &["leewya", "did you mean `leeway`?", "refresh_ttl"]);
    assert_eq!(told.trim().lines().count(), 2, "{told}");
}

/// Ends with code 1, names these on standard error, and is quiet otherwise.
#[track_caller]
fn refuses_to_start(variables: &[(&str, &str)], named: &[&str]) -> String {
    let refused = App::run("showcase", &[], variables, "");
    assert_eq!(refused.status.code(), Some(1), "{variables:?}: {}", refused.stderr);
    for name in named {
        assert!(refused.stderr.contains(name), "`{name}` is not named: {}", refused.stderr);
    }
    assert!(!refused.stderr.contains("panicked"), "{}", refused.stderr);
    assert_eq!(refused.stdout, "");
    refused.stderr
}
