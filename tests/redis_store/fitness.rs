//! A server that would forget is refused, when the program starts and while it runs.

use std::error::Error as _;

use actix_paseto::revocation::{SharedOptions, SharedStoreError, Standing, StoreError};

use crate::servers::redis::{Options, Redis};
use crate::support::{check, open, options, revoke, try_open, until, until_revoked};

fn refusal(redis: &Redis) -> String {
    let refused = try_open(&redis.url(), &options()).unwrap_err();
    assert!(matches!(refused, SharedStoreError::Forgets(_)), "{refused:?}");
    refused.to_string()
}

#[test]
fn eviction_is_refused() {
    for policy in ["allkeys-lru", "volatile-ttl"] {
        let redis = Redis::start();
        redis.ask(&["CONFIG", "SET", "maxmemory-policy", policy]);
        let words = refusal(&redis);
        assert_eq!(
            words,
            "the revocation store may forget what it was told: `maxmemory-policy` is not \
             `noeviction`; `revocation.dangerous_allow_forgetting = true` takes it all the same"
        );
    }
}

#[test]
fn a_server_without_persistence_is_refused() {
    let redis = Redis::with(Options::forgetful());
    assert!(refusal(&redis).contains("`appendonly` is `no`"));
    redis.ask(&["CONFIG", "SET", "save", "60 1"]);
    assert!(refusal(&redis).contains("`appendonly` is `no`"));
    let redis = Redis::with(Options::default().with(&["--appendfsync", "no"]));
    assert!(refusal(&redis).contains("`appendfsync` is `no`"));
}

#[test]
fn told_so_it_is_taken_all_the_same() {
    let redis = Redis::with(Options::forgetful().with(&["--maxmemory-policy", "allkeys-lru"]));
    let allowed = SharedOptions { dangerous_allow_forgetting: true, ..options() };
    let store = try_open(&redis.url(), &allowed).unwrap();
    revoke(&store, "a");
    assert_eq!(check(&store, "a").unwrap(), Standing::Revoked);
}

#[test]
fn while_it_runs_every_answer_is_an_error_until_it_is_right_again() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    for (setting, bad, good) in [
        ("maxmemory-policy", "allkeys-lru", "noeviction"),
        ("appendfsync", "no", "always"),
        ("appendonly", "no", "yes"),
    ] {
        redis.ask(&["CONFIG", "SET", setting, bad]);
        let taken = until("it is noticed", || check(&store, "b").is_err());
        assert!(taken.as_millis() < 2_000, "{taken:?}");
        let Err(StoreError::Unreachable(why)) = check(&store, "b") else { panic!() };
        assert!(why.to_string().contains(setting), "{why}");
        assert!(why.source().is_none());
        redis.ask(&["CONFIG", "SET", setting, good]);
        let taken = until_revoked(&store, "a");
        assert!(taken.as_millis() < 2_000, "{taken:?}");
    }
}

#[test]
fn a_replica_is_refused() {
    let master = Redis::start();
    let port = master.port().to_string();
    let replica = Redis::with(Options::default().with(&["--replicaof", "127.0.0.1", &port]));
    let refused = try_open(&replica.url(), &options()).unwrap_err();
    assert!(refused.source().unwrap().to_string().contains("replica"), "{refused:?}");
}

/// Also between two looks, and set right again before the second.
#[test]
fn a_server_that_has_evicted_is_believed_no_longer() {
    let redis = Redis::start();
    let store = open(&redis.url());
    (0..200).for_each(|n| revoke(&store, &n.to_string()));
    redis.ask(&["CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "allkeys-random"]);
    redis.ask(&["CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction"]);
    until("it is noticed", || matches!(check(&store, "live"), Err(StoreError::Lost)));
    assert!(matches!(check(&store, "1"), Err(StoreError::Lost)));
}
