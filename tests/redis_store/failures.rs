//! Whatever goes wrong with the server: never "not revoked".

use std::thread;
use std::time::Duration;

use actix_paseto::revocation::{Query, Revocation, RevocationStore as _, Standing, StoreError};

use crate::servers::redis::{Options, Redis};
use crate::support::{
    after, check, consume, now, open, options, revoke, token, try_open, try_revoke, until,
    until_revoked, within,
};

fn assert_unreachable<T: std::fmt::Debug>(answer: Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::Unreachable(_))), "{answer:?}");
}

#[test]
fn a_key_of_another_type_is_an_error() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    let (subject, before, keep_until) = ("t:alice".to_owned(), now(), Some(after(60)));
    within(store.revoke(&Revocation::Subject { subject, before, keep_until })).unwrap();
    let subject = Query { subject: Some("t:alice".into()), ..Query::default() };
    for key in redis.ask(&["--scan", "--pattern", "*[ts]:*"]).lines() {
        for make in [&["LPUSH", key, "x"][..], &["SADD", key, "x"], &["HSET", key, "u", "1"]] {
            redis.ask(&["DEL", key]);
            redis.ask(make);
            let asked = if key.contains(":s:") { &subject } else { &token("a") };
            assert_unreachable(within(store.check(asked)));
        }
        // Others are answered.
        assert_eq!(check(&store, "b").unwrap(), Standing::Live);
    }
    redis.ask(&["SET", "{paseto}:changes", "many"]);
    assert_unreachable(check(&store, "b"));
    redis.ask(&["DEL", "{paseto}:epoch"]);
    redis.ask(&["HSET", "{paseto}:epoch", "a", "b"]);
    assert!(check(&store, "b").is_err());
    assert!(try_open(&redis.url(), &options()).unwrap_err().to_string().contains("something else"));
}

#[test]
fn a_watermark_that_cannot_be_read_is_an_error() {
    let redis = Redis::start();
    let store = open(&redis.url());
    let (subject, before, keep_until) = ("t:alice".to_owned(), now(), Some(after(60)));
    within(store.revoke(&Revocation::Subject { subject, before, keep_until })).unwrap();
    let key = redis.ask(&["--scan", "--pattern", "*:s:*"]);
    let (subject, issued_at) = (Some("t:alice".into()), Some(after(60)));
    let query = Query { subject, issued_at, ..Query::default() };
    assert_eq!(within(store.check(&query)).unwrap(), Standing::Live);
    for bad in ["", "x", "1", "1 x", "-1 -"] {
        redis.ask(&["SET", &key, bad]);
        assert_unreachable(within(store.check(&query)));
    }
}

#[test]
fn a_master_that_became_a_replica_does_not_answer() {
    let (redis, other) = (Redis::start(), Redis::start());
    let store = open(&redis.url());
    revoke(&store, "a");
    redis.ask(&["REPLICAOF", "127.0.0.1", &other.port().to_string()]);
    assert_unreachable(check(&store, "a"));
    assert_unreachable(check(&store, "b"));
    assert_unreachable(try_revoke(&store, "b"));
    assert_unreachable(consume(&store, "c"));
}

#[test]
fn without_memory_it_still_answers_and_takes_nothing() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    redis.ask(&["CONFIG", "SET", "maxmemory", "1"]);
    assert!(matches!(try_revoke(&store, "b"), Err(StoreError::Full)));
    assert!(matches!(consume(&store, "b"), Err(StoreError::Full)));
    assert_eq!(check(&store, "a").unwrap(), Standing::Revoked);
    redis.ask(&["CONFIG", "SET", "maxmemory", "0"]);
    // Nothing was written by halves.
    assert_eq!(check(&store, "b").unwrap(), Standing::Live);
    let changes = redis.ask(&["GET", "{paseto}:changes"]);
    assert!(changes.starts_with("2 "), "{changes}");
    revoke(&store, "b");
}

#[test]
fn while_it_loads_nothing_is_answered() {
    let mut redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    redis.ask(&["DEBUG", "POPULATE", "20000", "other", "100"]);
    redis.ask(&["BGREWRITEAOF"]);
    until("it is written", || {
        let told = redis.ask(&["INFO", "persistence"]);
        told.contains("aof_rewrite_in_progress:0") && told.contains("aof_rewrite_scheduled:0")
    });
    redis.options_mut().more.extend(["--key-load-delay", "50"].map(str::to_owned));
    redis.launch();
    until("it loads", || redis.ask(&["GET", "x"]).contains("LOADING"));
    while redis.ask(&["GET", "x"]).contains("LOADING") {
        // It may have done so since.
        let told = check(&store, "a");
        assert!(!matches!(told, Ok(Standing::Live)), "{told:?}");
    }
    redis.wait_until_up();
    let taken = until_revoked(&store, "a");
    assert!(taken.as_secs() < 2, "{taken:?}");
}

#[test]
fn it_comes_back_after_it_was_frozen_or_killed() {
    let mut redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    for _ in 0..3 {
        redis.freeze();
        for _ in 0..30 {
            assert!(check(&store, "b").is_err());
            thread::sleep(Duration::from_millis(20));
        }
        redis.thaw();
        let taken = until_revoked(&store, "a");
        assert!(taken.as_secs() < 2, "{taken:?}");

        redis.kill();
        for _ in 0..30 {
            assert!(check(&store, "b").is_err());
            thread::sleep(Duration::from_millis(10));
        }
        redis.start_again();
        let taken = until_revoked(&store, "a");
        assert!(taken.as_secs() < 2, "{taken:?}");
    }
}

#[test]
fn a_change_that_too_few_replicas_have_is_not_acknowledged() {
    let master = Redis::start();
    let port = master.port().to_string();
    let replicas = actix_paseto::revocation::SharedOptions { replicas: 1, ..options() };
    let store = try_open(&master.url(), &replicas).unwrap();
    assert_unreachable(try_revoke(&store, "a"));
    let replica = Redis::with(Options::default().with(&["--replicaof", "127.0.0.1", &port]));
    until("it follows", || replica.ask(&["INFO", "replication"]).contains("master_link_status:up"));
    until("it is acknowledged", || try_revoke(&store, "b").is_ok());
    assert_eq!(check(&store, "b").unwrap(), Standing::Revoked);
    replica.freeze();
    assert_unreachable(try_revoke(&store, "c"));
    replica.thaw();
}

/// As a server does with one on which nothing was said for its `timeout`.
#[test]
fn either_connection_is_replaced_when_it_ends() {
    let master = Redis::start();
    let port = master.port().to_string();
    let replica = Redis::with(Options::default().with(&["--replicaof", "127.0.0.1", &port]));
    until("it follows", || replica.ask(&["INFO", "replication"]).contains("master_link_status:up"));
    let replicas = actix_paseto::revocation::SharedOptions { replicas: 1, ..options() };
    for which in 0..2 {
        let store = try_open(&master.url(), &replicas).unwrap();
        until("it is acknowledged", || try_revoke(&store, "a").is_ok());
        thread::sleep(Duration::from_millis(200));
        let clients = master.ask(&["CLIENT", "LIST", "TYPE", "normal"]);
        let mut ours = clients.lines().filter(|line| !line.contains("cmd=client"));
        let id = ours.nth(which).unwrap().split(' ').next().unwrap().replace("id=", "");
        assert_eq!(master.ask(&["CLIENT", "KILL", "ID", &id]), "1");
        thread::sleep(Duration::from_millis(100));
        let taken = until("it is replaced", || try_revoke(&store, "b").is_ok());
        assert!(taken.as_secs() < 2, "{taken:?}");
    }
}
