//! An operator's word, both ways.

use std::thread;
use std::time::Duration;

use actix_paseto::revocation::{
    OlderTokens, Query, RedisStore, RevocationStore as _, Standing, StoreError,
};
use actix_paseto::time::Timestamp;

use crate::servers::redis::Redis;
use crate::support::{check, now, open, revoke, token, until, wait, within};

fn login(store: &RedisStore, issued_at: Timestamp) -> Result<Standing, StoreError> {
    let (subject, issued_at) = (Some("t:alice".into()), Some(issued_at));
    within(store.check(&Query { subject, issued_at, ..token("login") }))
}

/// Two nodes, a login that counts, and the data that are lost then.
fn lost(command: &[&str]) -> (Redis, RedisStore, RedisStore, Timestamp) {
    let redis = Redis::start();
    let (store, other) = (open(&redis.url()), open(&redis.url()));
    thread::sleep(Duration::from_millis(2));
    let logged_in = now();
    revoke(&store, "a");
    assert_eq!(login(&store, logged_in).unwrap(), Standing::Live);
    redis.ask(command);
    assert!(matches!(check(&store, "a"), Err(StoreError::Lost)));
    thread::sleep(Duration::from_millis(2));
    (redis, store, other, logged_in)
}

const LOSSES: [&[&str]; 3] =
    [&["FLUSHALL"], &["DEL", "{paseto}:epoch"], &["SET", "{paseto}:changes", "0 "]];

#[test]
fn older_logins_are_void() {
    for loss in LOSSES {
        let (_redis, store, other, logged_in) = lost(loss);
        wait(store.resume(OlderTokens::Void)).unwrap();
        for node in [&store, &other] {
            until("it goes on", || login(node, logged_in).is_ok());
            assert_eq!(login(node, logged_in).unwrap(), Standing::Revoked);
            thread::sleep(Duration::from_millis(2));
            assert_eq!(login(node, now()).unwrap(), Standing::Live);
        }
        revoke(&other, "b");
        assert_eq!(check(&store, "b").unwrap(), Standing::Revoked);
    }
}

#[test]
fn older_logins_are_kept_and_so_is_what_is_left_of_the_data() {
    for loss in LOSSES {
        let (_redis, store, other, logged_in) = lost(loss);
        wait(store.resume(OlderTokens::DangerouslyKeep)).unwrap();
        let left = if loss == ["FLUSHALL"] { Standing::Live } else { Standing::Revoked };
        for node in [&store, &other] {
            until("it goes on", || login(node, logged_in).is_ok());
            assert_eq!(login(node, logged_in).unwrap(), Standing::Live);
            assert_eq!(check(node, "a").unwrap(), left);
        }
    }
}

#[test]
fn where_nothing_is_lost_it_voids_all_the_same() {
    let redis = Redis::start();
    let store = open(&redis.url());
    thread::sleep(Duration::from_millis(2));
    let logged_in = now();
    assert_eq!(login(&store, logged_in).unwrap(), Standing::Live);
    wait(store.resume(OlderTokens::Void)).unwrap();
    assert_eq!(login(&store, logged_in).unwrap(), Standing::Revoked);
}

/// Another node has begun anew, and this one has not heard of it.
#[test]
fn what_was_revoked_in_an_epoch_that_this_node_does_not_know_stays_so() {
    let redis = Redis::start();
    let store = open(&redis.url());
    thread::sleep(Duration::from_millis(1_200));
    redis.ask(&["FLUSHALL"]);
    let other = open(&redis.url());
    revoke(&other, "b");
    wait(store.resume(OlderTokens::DangerouslyKeep)).unwrap();
    for node in [&store, &other] {
        until("it goes on", || check(node, "b").is_ok());
        assert_eq!(check(node, "b").unwrap(), Standing::Revoked);
    }
}
