//! Data that are gone are noticed by the next answer.

use std::thread;
use std::time::Duration;

use actix_paseto::revocation::{
    AfterDataLoss, OlderTokens, Query, RedisStore, RevocationStore as _, SharedOptions, Standing,
    StoreError,
};

use crate::servers::redis::{Options, Redis};
use crate::support::{
    after, check, consume, now, open, options, revoke, token, try_open, try_revoke, until,
    until_revoked, wait, within,
};

fn assert_lost<T: std::fmt::Debug>(answer: Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::Lost)), "{answer:?}");
}

/// Who has noticed it tells whoever comes later.
fn until_refused(redis: &Redis) {
    let is_lost = || matches!(check(&open(&redis.url()), "a"), Err(StoreError::Lost));
    until("a new node refuses", is_lost);
}

#[test]
fn flushall_is_noticed_by_every_answer() {
    for command in ["FLUSHALL", "FLUSHDB"] {
        let redis = Redis::start();
        let stores: Vec<_> = (0..5).map(|_| open(&redis.url())).collect();
        revoke(&stores[0], "a");
        redis.ask(&[command]);
        assert_lost(check(&stores[0], "a"));
        assert_lost(try_revoke(&stores[1], "b"));
        assert_lost(consume(&stores[2], "c"));
        assert_lost(within(stores[3].families("t:alice")));
        assert_lost(within(stores[4].health()));
        // Nothing was written either.
        assert_eq!(redis.ask(&["DBSIZE"]), "0");
    }
}

#[test]
fn a_restart_without_persistence_is_noticed() {
    let mut redis = Redis::with(Options::forgetful());
    let allowed = SharedOptions { dangerous_allow_forgetting: true, ..options() };
    let store = try_open(&redis.url(), &allowed).unwrap();
    revoke(&store, "a");
    redis.start_again();
    let answer = || check(&store, "a");
    until("it answers again", || matches!(answer(), Err(StoreError::Lost)));
    thread::sleep(Duration::from_millis(300));
    assert_lost(answer());
}

#[test]
fn kill_9_loses_nothing() {
    let mut redis = Redis::start();
    let store = open(&redis.url());
    for round in 0..5 {
        let mut acknowledged = Vec::new();
        thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let names = (0..).map(|n| format!("{round}-{n}"));
                names.take_while(|jti| try_revoke(&store, jti).is_ok()).collect::<Vec<_>>()
            });
            thread::sleep(Duration::from_millis(300));
            redis.kill();
            acknowledged = writer.join().unwrap();
        });
        assert!(!acknowledged.is_empty());
        redis.start_again();
        let taken = until_revoked(&store, &acknowledged[0]);
        assert!(taken.as_secs() < 2, "{taken:?}");
        for jti in &acknowledged {
            assert_eq!(check(&store, jti).unwrap(), Standing::Revoked, "{jti}");
        }
    }
}

#[test]
fn a_count_that_goes_back_is_a_loss_for_every_node() {
    let redis = Redis::start();
    let (store, other) = (open(&redis.url()), open(&redis.url()));
    revoke(&store, "a");
    revoke(&store, "b");
    redis.ask(&["SET", "{paseto}:changes", "1 ab"]);
    redis.ask(&["DEL", "{paseto}:log"]);
    assert_lost(check(&store, "a"));
    // The other had seen neither, and hears of it through the epoch.
    until("the other hears", || matches!(check(&other, "a"), Err(StoreError::Lost)));
    until_refused(&redis);
    redis.ask(&["SET", "{paseto}:changes", "100 ab"]);
    assert_lost(check(&store, "a"));
}

/// As after a failover to a replica that lagged behind, and was written to before anybody looked.
#[test]
fn a_count_that_went_back_and_passed_the_mark_again_is_a_loss() {
    count_passes_the_mark_again(|store, _| revoke(store, "b"));
}

/// What a node has seen counts, also where nobody asked it meanwhile.
#[test]
fn a_count_that_passed_the_mark_of_an_idle_node_is_a_loss() {
    count_passes_the_mark_again(|_, redis| {
        revoke(&open(&redis.url()), "b");
        thread::sleep(Duration::from_millis(1_500));
    });
}

fn count_passes_the_mark_again(revoke_b: impl Fn(&RedisStore, &Redis)) {
    let mut redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    redis.kill();
    let mut lagging = Redis::with_data_of(&redis);
    redis.start_again();
    until_revoked(&store, "a");
    revoke_b(&store, &redis);
    redis.kill();
    let other = open(&lagging.url());
    for n in 0..5 {
        revoke(&other, &format!("other-{n}"));
    }
    drop(other);
    lagging.kill();
    redis.take_data_of(&lagging);
    redis.start_again();
    until("the loss is noticed", || {
        assert!(!matches!(check(&store, "b"), Ok(Standing::Live)));
        matches!(check(&store, "b"), Err(StoreError::Lost))
    });
    until_refused(&redis);
}

#[test]
fn an_epoch_that_comes_back_with_all_its_data_is_believed() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    redis.ask(&["RENAME", "{paseto}:epoch", "{paseto}:kept"]);
    assert_lost(check(&store, "a"));
    redis.ask(&["RENAME", "{paseto}:kept", "{paseto}:epoch"]);
    assert_eq!(check(&store, "a").unwrap(), Standing::Revoked);
}

#[test]
fn told_so_every_older_login_is_void_at_once() {
    let redis = Redis::start();
    let void = SharedOptions { after_data_loss: AfterDataLoss::Void, ..options() };
    let (store, other) =
        (try_open(&redis.url(), &void).unwrap(), try_open(&redis.url(), &void).unwrap());
    let older = now();
    revoke(&store, "a");
    let asked = |issued_at| Query {
        subject: Some("t:alice".into()),
        issued_at: Some(issued_at),
        ..token("x")
    };
    assert_eq!(within(store.check(&asked(after(1)))).unwrap(), Standing::Live);
    redis.ask(&["FLUSHALL"]);
    let taken = until("it goes on", || within(store.check(&asked(older))).is_ok());
    assert!(taken.as_secs() < 2, "{taken:?}");
    assert_eq!(within(store.check(&asked(older))).unwrap(), Standing::Revoked);
    until("the other goes on", || within(other.check(&asked(older))).is_ok());
    assert_eq!(within(other.check(&asked(older))).unwrap(), Standing::Revoked);
    thread::sleep(Duration::from_millis(5));
    assert_eq!(within(other.check(&asked(now()))).unwrap(), Standing::Live);
}

#[test]
fn what_was_there_before_the_store_is_void() {
    let redis = Redis::start();
    let older = Some(now());
    let store = open(&redis.url());
    let query = Query { subject: Some("t:a".into()), issued_at: older, ..token("x") };
    assert_eq!(within(store.check(&query)).unwrap(), Standing::Revoked);
    let query = Query { issued_at: Some(after(1)), ..query };
    assert_eq!(within(store.check(&query)).unwrap(), Standing::Live);
}

/// As after a failover to a replica that had not heard of the resumption, or from an older backup.
#[test]
fn an_epoch_that_another_one_has_replaced_is_not_believed_again() {
    let redis = Redis::start();
    let store = open(&redis.url());
    let [epoch, changes] = ["epoch", "changes"].map(|name| format!("{{paseto}}:{name}"));
    let old = [&epoch, &changes].map(|key| redis.ask(&["GET", key]));
    wait(store.resume(OlderTokens::DangerouslyKeep)).unwrap();
    // A node that knows of the second one only.
    let other = open(&redis.url());
    revoke(&store, "b");
    assert_eq!(check(&other, "b").unwrap(), Standing::Revoked);
    let token = redis.ask(&["--scan", "--pattern", "*:t:*"]);
    let back = "redis.call('MSET', KEYS[1], ARGV[1], KEYS[2], ARGV[2]) redis.call('DEL', KEYS[3])";
    redis.ask(&["EVAL", back, "3", &epoch, &changes, &token, &old[0], &old[1]]);
    for store in [&store, &other] {
        until("the loss is noticed", || match check(store, "b") {
            Ok(standing) => panic!("it is {standing:?}"),
            Err(error) => matches!(error, StoreError::Lost),
        });
    }
    until_refused(&redis);
    wait(store.resume(OlderTokens::Void)).unwrap();
    for store in [&store, &other] {
        until("it goes on", || check(store, "b").is_ok());
    }
}

#[test]
fn an_epoch_without_its_count_is_believed_by_nobody() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    drop(store);
    redis.ask(&["DEL", "{paseto}:changes"]);
    redis.ask(&["--scan", "--pattern", "*:t:*"]).lines().for_each(|key| {
        redis.ask(&["DEL", key]);
    });
    let store = open(&redis.url());
    assert_lost(check(&store, "a"));
    assert!(try_revoke(&store, "b").is_err());
    assert_lost(check(&open(&redis.url()), "a"));
    wait(store.resume(OlderTokens::Void)).unwrap();
    revoke(&store, "b");
}
