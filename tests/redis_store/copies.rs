//! A copy that follows the log.

use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::revocation::{
    OlderTokens, ReplicaStore, RevocationStore as _, Standing, StoreError,
};

use crate::servers::redis::Redis;
use crate::support::{check, open, revoke, token, until, until_revoked, wait};

fn copy(redis: &Redis) -> ReplicaStore {
    open(&redis.url()).into_replica(Duration::from_secs(1)).unwrap()
}

fn knows(store: &ReplicaStore, jti: &str) -> bool {
    matches!(store.check_now(&token(jti)), Some(Ok(Standing::Revoked)))
}

#[test]
fn it_has_what_was_there_and_hears_of_what_comes() {
    let redis = Redis::start();
    let store = open(&redis.url());
    for n in 0..3_000 {
        revoke(&store, &format!("old-{n}"));
    }
    let copy = copy(&redis);
    assert!((0..3_000).all(|n| knows(&copy, &format!("old-{n}"))));
    let mut times: Vec<_> = (0..200)
        .map(|n| {
            let (jti, begun) = (format!("new-{n}"), Instant::now());
            revoke(&store, &jti);
            while !knows(&copy, &jti) {
                thread::sleep(Duration::from_micros(200));
            }
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    assert!(times[197] < Duration::from_millis(100), "{times:?}");
}

#[test]
fn it_asks_nobody() {
    let redis = Redis::start();
    let copy = copy(&redis);
    redis.freeze();
    let begun = Instant::now();
    for n in 0..1_000 {
        assert_eq!(check(&copy, &format!("{n}")).unwrap(), Standing::Live);
    }
    assert!(begun.elapsed() < Duration::from_millis(900));
    until("it is stale", || matches!(check(&copy, "x"), Err(StoreError::Stale)));
    redis.thaw();
    let taken = until("it is fresh", || check(&copy, "x").is_ok());
    assert!(taken.as_secs() < 2, "{taken:?}");
}

#[test]
fn a_restart_and_a_trimmed_log_leave_no_gap() {
    let mut redis = Redis::start();
    let (store, copy) = (open(&redis.url()), copy(&redis));
    revoke(&store, "a");
    redis.start_again();
    until_revoked(&store, "a");
    revoke(&store, "b");
    until("it hears", || knows(&copy, "b"));

    redis.freeze();
    until("it is stale", || check(&copy, "x").is_err());
    redis.kill();
    redis.start_again();
    until_revoked(&store, "a");
    revoke(&store, "c");
    redis.ask(&["XTRIM", "{paseto}:log", "MAXLEN", "0"]);
    until("it is loaded again", || knows(&copy, "c"));
}

#[test]
fn a_loss_ends_it_and_a_new_epoch_begins_it() {
    let redis = Redis::start();
    let (store, copy) = (open(&redis.url()), copy(&redis));
    revoke(&store, "a");
    until("it hears", || knows(&copy, "a"));
    redis.ask(&["FLUSHALL"]);
    until("it refuses", || check(&copy, "a").is_err());
    thread::sleep(Duration::from_millis(500));
    assert!(check(&copy, "a").is_err());
    wait(copy.resume(OlderTokens::DangerouslyKeep)).unwrap();
    until("it goes on", || check(&copy, "a").is_ok());
    until("so does the other", || check(&store, "a").is_ok());
    revoke(&store, "b");
    until("it hears", || knows(&copy, "b"));
}
