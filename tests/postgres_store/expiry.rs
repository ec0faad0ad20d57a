//! What is over goes in batches, and nothing before.

use actix_paseto::revocation::Standing;

use crate::node::{check, consume, open, revoke};
use crate::servers::postgres::Postgres;

#[test]
fn what_is_over_goes_in_batches_and_what_is_held_is_left() {
    let server = Postgres::start();
    let node = open(&server);
    for n in 0..30 {
        revoke(&node, &format!("over-{n}")).unwrap();
    }
    server.sql("UPDATE paseto.token SET expires = now() - interval '1 second'");
    revoke(&node, "kept").unwrap();
    consume(&node, "used").unwrap();
    let count = || server.sql("SELECT count(*) FROM paseto.token");
    assert_eq!(count(), "32");
    assert_eq!(server.sql("SELECT paseto.expire(10)"), "10");
    assert_eq!(count(), "22");
    // A reader of rows, such as a backup, is not waited for; nor is a writer.
    let held = "BEGIN; SELECT FROM paseto.token WHERE expires < now() LIMIT 5 FOR UPDATE; \
                SELECT pg_sleep(2); COMMIT";
    std::thread::scope(|scope| {
        scope.spawn(|| server.sql(held));
        std::thread::sleep(std::time::Duration::from_millis(700));
        let begun = std::time::Instant::now();
        assert_eq!(server.sql("SELECT paseto.expire(100)"), "15");
        assert!(begun.elapsed() < std::time::Duration::from_secs(1));
    });
    assert_eq!(server.sql("SELECT paseto.expire(100)"), "5");
    assert_eq!(server.sql("SELECT paseto.expire(100)"), "0");
    assert_eq!(count(), "2");
    for jti in ["kept", "used"] {
        assert_eq!(check(&node, jti).unwrap(), Standing::Revoked);
    }
}

#[test]
fn the_log_of_changes_is_cut_but_its_last_numbers_stay() {
    let server = Postgres::start();
    let node = open(&server);
    for n in 0..40 {
        revoke(&node, &n.to_string()).unwrap();
    }
    let sum = || server.sql("SELECT changes FROM paseto.head('paseto')");
    assert_eq!(sum(), "40");
    server.sql("UPDATE paseto.change SET made = now() - interval '11 minutes'");
    while server.sql("SELECT paseto.expire(1000)") != "0" {}
    let slots = server.sql("SELECT count(DISTINCT slot) FROM paseto.change");
    assert_eq!(server.sql("SELECT count(*) FROM paseto.change"), slots);
    assert_eq!(sum(), "40");
    assert_eq!(check(&node, "1").unwrap(), Standing::Revoked);
}

#[test]
fn a_life_has_a_minute_to_spare() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    let life = "SELECT extract(epoch FROM expires - now()) BETWEEN 3655 AND 3661 FROM paseto.token";
    assert_eq!(server.sql(life), "t");
}
