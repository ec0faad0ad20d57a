//! Who is let in, who vouches for the server, and what is said of it.

use std::error::Error;

use actix_paseto::revocation::{Consumed, RevocationStore as _, SharedOptions, Standing};
use actix_paseto::secret::SecretText;

use crate::servers::redis::{Home, Options, Redis};
use crate::support::{check, consume, open, options, revoke, try_open, until_revoked, within};

/// As the documentation of `RedisStore` has it.
const RIGHTS: &str = "resetkeys ~{paseto}:* resetchannels -@all \
    +evalsha +eval +script|load +role +info +config|get +wait +time \
    +get +set +del +pttl +pexpire +persist +hget +hmget +hset \
    +zadd +zrem +zcard +zrange +zremrangebyscore +xadd +xrange +xread +scan \
    +select +cluster|keyslot +cluster|slots";

fn let_in(redis: &Redis, rights: &str) {
    let mut words = vec!["ACL", "SETUSER", "app", "on", ">s3cr3t"];
    words.extend(rights.split_whitespace());
    assert_eq!(redis.ask(&words), "OK");
}

fn all_that_is_said(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

#[test]
fn a_user_who_may_do_nothing_else_is_enough() {
    let redis = Redis::start();
    let_in(&redis, RIGHTS);
    let url = redis.url_as("app", "s3cr3t");
    crate::cases::conforms(&open(&url));
    let store = open(&url);
    revoke(&store, "a");
    let copy = store.into_replica(std::time::Duration::from_secs(1)).unwrap();
    assert_eq!(check(&copy, "a").unwrap(), Standing::Revoked);
    let other = SharedOptions { namespace: "other".to_owned(), ..options() };
    assert!(try_open(&url, &other).is_err());
}

#[test]
fn without_its_settings_it_is_taken_by_what_it_tells() {
    let redis = Redis::start();
    let_in(&redis, &RIGHTS.replace("+config|get", ""));
    let url = redis.url_as("app", "s3cr3t");
    assert_eq!(consume(&open(&url), "a").unwrap(), Consumed::First);
    redis.ask(&["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    assert!(try_open(&url, &options()).unwrap_err().to_string().contains("`maxmemory-policy`"));
    redis.ask(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    redis.ask(&["CONFIG", "SET", "appendonly", "no"]);
    assert!(try_open(&url, &options()).unwrap_err().to_string().contains("`appendonly`"));
}

#[test]
fn who_is_not_let_in_is_told_so_without_the_password() {
    let mut redis = Redis::start();
    let_in(&redis, RIGHTS);
    let wrong = redis.url_as("app", "wr0ng-s3cr3t");
    for url in [wrong, redis.url_as("nobody", "s3cr3t")] {
        let said = all_that_is_said(&try_open(&url, &options()).unwrap_err());
        assert!(said.contains("let us in"), "{said}");
        assert!(!said.contains("s3cr3t") && !said.contains("127.0.0.1"), "{said}");
    }
    let url = redis.url_as("app", "s3cr3t");
    let store = open(&url);
    assert!(!format!("{store:?}").contains("s3cr3t") && !format!("{store:?}").contains("127.0"));
    redis.kill();
    for _ in 0..40 {
        let said = all_that_is_said(&check(&store, "a").unwrap_err());
        assert!(!said.contains("s3cr3t") && !said.contains("127.0.0.1"), "{said}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let said = all_that_is_said(&try_open(&url, &options()).unwrap_err());
    assert!(!said.contains("s3cr3t") && !said.contains("127.0.0.1"), "{said}");
}

#[test]
fn what_is_no_address_is_refused() {
    for bad in ["redis://", "redis://u:s3cr3t@h/x", "redis+tls://u:s3cr3t@h", "rediss://h#insecure"]
    {
        let said = all_that_is_said(&try_open(bad, &options()).unwrap_err());
        assert!(said.contains("is no address of a store") && !said.contains("s3cr3t"), "{said}");
    }
}

#[test]
fn over_tls_who_vouches_for_the_server_is_ours_to_say() {
    let mut redis = Redis::with(Options::tls());
    let trusted = SharedOptions { ca_file: Some(redis.ca_file()), ..options() };
    let store = try_open(&redis.url(), &trusted).unwrap();
    revoke(&store, "a");
    redis.start_again();
    until_revoked(&store, "a");
    within(store.health()).unwrap();

    // Another authority, that of the system, and no TLS at all.
    let other = Redis::with(Options::tls());
    let strange = SharedOptions { ca_file: Some(other.ca_file()), ..options() };
    assert!(try_open(&redis.url(), &strange).is_err());
    assert!(try_open(&redis.url(), &options()).is_err());
    assert!(try_open(&redis.url().replace("rediss", "redis"), &trusted).is_err());

    let home = Home::new("no-certificates");
    for text in
        ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        let ca_file = Some(home.write("ca.pem", text));
        let refused = try_open(&redis.url(), &SharedOptions { ca_file, ..options() }).unwrap_err();
        assert!(refused.to_string().contains("revocation.ca_file"), "{refused}");
    }
    let _: SecretText = String::new().into();
}
