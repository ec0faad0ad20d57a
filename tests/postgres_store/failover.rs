//! A standby takes over.

use std::time::Duration;

use actix_paseto::revocation::{Standing, StoreError};

use crate::node::{check, open, options, revoke, try_open, until};
use crate::servers::postgres::Postgres;

fn both(primary: &Postgres, standby: &Postgres) -> String {
    format!(
        "postgres://postgres@127.0.0.1:{},127.0.0.1:{}/postgres?target_session_attrs=read-write",
        primary.port(),
        standby.port()
    )
}

#[test]
fn a_standby_that_has_everything_goes_on() {
    let mut primary = Postgres::start();
    drop(open(&primary));
    let standby = primary.standby();
    primary.wait_for_standby();
    let node = try_open(&both(&primary, &standby), &options()).unwrap();
    for n in 0..50 {
        revoke(&node, &n.to_string()).unwrap();
    }
    primary.kill();
    assert!(check(&node, "0").is_err());
    standby.promote();
    let took = until("an answer", || match check(&node, "0") {
        Ok(standing) => standing == Standing::Revoked,
        Err(StoreError::Lost) => panic!("nothing is lost"),
        Err(_) => false,
    });
    assert!(took < Duration::from_secs(4), "{took:?}");
    for n in 0..50 {
        assert_eq!(check(&node, &n.to_string()).unwrap(), Standing::Revoked);
    }
    revoke(&node, "more").unwrap();
}

#[test]
fn a_standby_that_lacks_something_is_refused() {
    let mut primary = Postgres::start();
    drop(open(&primary));
    let mut standby = primary.standby();
    let node = try_open(&both(&primary, &standby), &options()).unwrap();
    revoke(&node, "a").unwrap();
    primary.wait_for("SELECT pg_current_wal_lsn() = replay_lsn FROM pg_stat_replication", "t");
    standby.stop();
    revoke(&node, "b").unwrap();
    primary.kill();
    standby.start_again();
    standby.promote();
    until("the loss is noticed", || match check(&node, "b") {
        Err(StoreError::Lost) => true,
        Err(_) => false,
        Ok(standing) => panic!("answered {standing:?}"),
    });
    until("it is written down", || standby.sql("SELECT epoch FROM paseto.space").contains("lost"));
    assert!(matches!(check(&open(&standby), "a"), Err(StoreError::Lost)));
}

#[test]
fn a_standby_does_not_answer() {
    let primary = Postgres::start();
    drop(open(&primary));
    let standby = primary.standby();
    let error = try_open(&standby.url(), &options()).unwrap_err();
    assert!(format!("{error:?}").contains("standby"), "{error:?}");
    // Nor one that was a primary until the node was up.
    let said = standby
        .try_sql("SELECT * FROM paseto.ask('paseto', NULL, NULL, '{}', NULL, NULL, NULL, NULL)");
    assert!(said.unwrap_err().contains("standby"));
}
