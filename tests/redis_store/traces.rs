//! What the server sees and keeps.

use std::thread;
use std::time::{Duration, SystemTime};

use actix_paseto::revocation::{
    Consumed, Consumption, FamilyRecord, Grace, Query, RedisStore, Revocation,
    RevocationStore as _, SharedOptions, Standing,
};
use actix_paseto::time::Clock;

use crate::servers::redis::Redis;
use crate::support::{
    after, check, consume, now, open, options, revoke, try_open, use_of, wait, within,
};

fn record(family: &str) -> FamilyRecord {
    FamilyRecord {
        family: family.to_owned(),
        subject: "t:alice".to_owned(),
        began: after(1),
        last_used: after(1),
        keep_until: Some(after(3_600)),
        label: None,
    }
}

#[test]
fn every_question_is_one_trip() {
    let redis = Redis::start();
    let store = open(&redis.url());
    let query = Query {
        jti: Some("a".into()),
        ticket: Some("b".into()),
        subject: Some("t:alice".into()),
        issued_at: Some(after(1)),
        family: Some("f".into()),
        renews: Some(after(1)),
    };
    let trips = || redis.calls("evalsha") + redis.calls("eval");
    let beats = || redis.calls("role");
    // The watch over the server asks as well; it asks for the role each time.
    let both = || loop {
        let both = (trips(), beats());
        if beats() == both.1 && trips() == both.0 {
            return both;
        }
    };
    let (mut before, mut watched) = both();
    let mut assert_one = |what: &str| {
        let (trips, beats) = both();
        assert_eq!(trips - before, 1 + beats - watched, "{what}");
        (before, watched) = (trips, beats);
    };
    within(store.check(&query)).unwrap();
    assert_one("check");
    revoke(&store, "x");
    assert_one("revoke");
    let used = Consumption { family: Some(record("f")), ..use_of("y") };
    within(store.consume(&used)).unwrap();
    assert_one("consume");
    within(store.enroll(&record("g"))).unwrap();
    assert_one("enroll");
    assert_eq!(within(store.families("t:alice")).unwrap().len(), 2);
    assert_one("families");
    within(store.health()).unwrap();
    assert_one("health");
}

#[test]
fn scripts_that_are_forgotten_are_told_again() {
    let redis = Redis::start();
    let store = open(&redis.url());
    redis.ask(&["SCRIPT", "FLUSH"]);
    revoke(&store, "a");
    redis.ask(&["SCRIPT", "FLUSH"]);
    assert_eq!(check(&store, "a").unwrap(), Standing::Revoked);
    let changes = redis.ask(&["GET", "{paseto}:changes"]);
    assert!(changes.starts_with("2 "), "{changes}");
}

#[test]
fn no_name_can_be_read_there() {
    let redis = Redis::start();
    let store = open(&redis.url());
    let grace = Grace { successor: "SECRET-next".to_owned(), at: now(), until: after(10) };
    let used = Consumption {
        subject: "SECRET-alice".to_owned(),
        grace: Some(grace.clone()),
        family: Some(FamilyRecord { subject: "SECRET-alice".to_owned(), ..record("listed") }),
        ..use_of("SECRET-used")
    };
    assert_eq!(within(store.consume(&used)).unwrap(), Consumed::First);
    revoke(&store, "SECRET-token");
    let (family, keep_until) = ("SECRET-family".to_owned(), Some(after(60)));
    within(store.revoke(&Revocation::Family { family, keep_until })).unwrap();
    let (subject, before) = ("SECRET-bob".to_owned(), now());
    within(store.revoke(&Revocation::Subject { subject, before, keep_until })).unwrap();
    let all = redis.everything();
    assert!(all.lines().count() > 20 && all.contains("listed"), "{all}");
    assert!(!all.contains("SECRET"), "{all}");
    let hex: String = "SECRET".bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(!all.contains(&hex), "{all}");
    let repeated = Consumed::Repeated { successor: grace.successor, at: grace.at };
    let Ok(Consumed::Repeated { successor, .. }) = within(store.consume(&used)) else { panic!() };
    assert!(matches!(repeated, Consumed::Repeated { successor: known, .. } if known == successor));
}

#[test]
fn nothing_ends_before_the_token_does() {
    let redis = Redis::start();
    let store = open(&redis.url());
    revoke(&store, "a");
    let (subject, before, keep_until) = ("t:a".to_owned(), now(), Some(after(3_600)));
    within(store.revoke(&Revocation::Subject { subject, before, keep_until })).unwrap();
    within(store.enroll(&record("f"))).unwrap();
    let forever = Revocation::Token { jti: "b".to_owned(), keep_until: None };
    within(store.revoke(&forever)).unwrap();
    let mut lives = Vec::new();
    for key in redis.ask(&["--scan"]).lines() {
        let left: i64 = redis.ask(&["PTTL", key]).parse().unwrap();
        let is_ours = ["t:", "s:", "r:", "o:"].iter().any(|kind| key.contains(&format!(":{kind}")));
        if is_ours {
            lives.push(left);
        } else {
            assert_eq!(left, -1, "{key}");
        }
    }
    lives.sort_unstable();
    assert_eq!((lives.len(), lives[0]), (5, -1));
    assert!(lives[1..].iter().all(|left| *left > 3_600_000 + 55_000), "{lives:?}");
}

#[test]
fn of_a_hundred_one_wins() {
    let redis = Redis::start();
    let stores: Vec<_> = (0..4).map(|_| open(&redis.url())).collect();
    for round in 0..20 {
        let jti = format!("race-{round}");
        let told: Vec<_> = thread::scope(|scope| {
            let racers: Vec<_> = (0..100)
                .map(|n| {
                    let (store, used) = (&stores[n % 4], use_of(&jti));
                    scope.spawn(move || wait(store.consume(&used)).unwrap())
                })
                .collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        let first = told.iter().filter(|told| **told == Consumed::First).count();
        let again = told.iter().filter(|told| **told == Consumed::Again).count();
        assert_eq!((first, again), (1, 99));
    }
}

#[test]
fn two_namespaces_on_one_server_are_apart() {
    let redis = Redis::start();
    let of = |namespace: &str| SharedOptions { namespace: namespace.to_owned(), ..options() };
    let (one, two) =
        (try_open(&redis.url(), &of("one")).unwrap(), try_open(&redis.url(), &of("two")).unwrap());
    revoke(&one, "a");
    assert_eq!(check(&two, "a").unwrap(), Standing::Live);
    assert_eq!(consume(&one, "b").unwrap(), Consumed::First);
    assert_eq!(consume(&two, "b").unwrap(), Consumed::First);
    for bad in ["", "a}b", "a*", "a b", &"x".repeat(65)] {
        assert!(try_open(&redis.url(), &of(bad)).is_err());
    }
}

#[test]
fn a_dropped_question_leaves_nothing_behind() {
    let redis = Redis::start();
    let store = open(&redis.url());
    redis.freeze();
    for n in 0..50 {
        let (jti, tiny) = (format!("dropped-{n}"), Duration::from_millis(1));
        wait(async { tokio::time::timeout(tiny, store.consume(&use_of(&jti))).await.ok() });
    }
    redis.thaw();
    crate::support::until("it answers", || check(&store, "x").is_ok());
    assert_eq!(consume(&store, "y").unwrap(), Consumed::First);
}

#[test]
fn a_clock_that_is_ahead_ends_nothing_early() {
    let redis = Redis::start();
    let hasty = Clock::from_fn(|| SystemTime::now() + Duration::from_secs(1_800));
    let store = RedisStore::open(&redis.url().into(), &options(), &hasty).unwrap();
    revoke(&store, "a");
    let (subject, before, keep_until) = ("t:alice".to_owned(), now(), Some(after(3_600)));
    within(store.revoke(&Revocation::Subject { subject, before, keep_until })).unwrap();
    within(store.revoke(&Revocation::Family { family: "g".to_owned(), keep_until })).unwrap();
    within(store.enroll(&record("f"))).unwrap();
    within(store.consume(&use_of("b"))).unwrap();
    for key in redis.ask(&["--scan", "--pattern", "*:[tsor]:*"]).lines() {
        let left: i64 = redis.ask(&["PTTL", key]).parse().unwrap();
        assert!((3_600_000..3_700_000).contains(&left), "{key}: {left}");
    }
}
