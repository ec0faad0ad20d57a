//! Data that are gone, or that are those of yesterday.

use std::time::{Duration, Instant};

use actix_paseto::revocation::{
    AfterDataLoss, Consumed, Consumption, FamilyRecord, Query, RevocationStore, SharedOptions,
    Standing, StoreError,
};

use crate::node::{
    check, check_login, consumption, later, now, open, options, revoke, try_open, until, wait,
    within,
};
use crate::servers::postgres::Postgres;

fn is_lost(store: &dyn RevocationStore) -> bool {
    matches!(check(store, "x"), Err(StoreError::Lost))
}

/// Never live, and `Lost` before long.
fn becomes_lost(store: &dyn RevocationStore) {
    until("the loss is noticed", || match check(store, "a") {
        Err(StoreError::Lost) => true,
        Err(_) => false,
        Ok(standing) => panic!("answered {standing:?}"),
    });
    assert!(is_lost(store));
}

#[test]
fn a_table_that_was_emptied_is_noticed_by_the_very_next_question() {
    for table in ["token", "subject", "family", "change", "token, paseto.space"] {
        let server = Postgres::start();
        let (node, other) = (open(&server), open(&server));
        revoke(&node, "a").unwrap();
        server.sql(&format!("TRUNCATE paseto.{table}"));
        assert!(is_lost(&node), "{table}");
        assert!(is_lost(&other), "{table}");
        assert!(matches!(revoke(&node, "b"), Err(StoreError::Lost)));
    }
}

/// `TRUNCATE` takes the rows also from those whose snapshot is older, as soon as they have its lock.
#[test]
fn nobody_who_waited_while_a_table_was_emptied_is_answered_from_it() {
    for table in ["token", "subject"] {
        let server = Postgres::start();
        let node = open(&server);
        revoke(&node, "a").unwrap();
        let asked = || wait(node.check(&Query { jti: Some("a".into()), ..Query::default() }));
        let listed = || wait(node.families("t:alice"));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let empty = format!("TRUNCATE paseto.{table}");
                server.sql(&format!("BEGIN; {empty}; SELECT pg_sleep(0.5); COMMIT"));
            });
            let held = "SELECT count(*) FROM pg_locks WHERE granted \
                AND mode = 'AccessExclusiveLock' AND locktype = 'relation'";
            until("the table is held", || server.sql(held) != "0");
            let asked = scope.spawn(asked);
            assert!(matches!(listed(), Err(StoreError::Lost)), "{table}");
            let answer = asked.join().unwrap();
            assert!(matches!(answer, Err(StoreError::Lost)), "{table}: {answer:?}");
        });
    }
}

#[test]
fn the_row_of_the_application_is_missed_and_may_come_back() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    server.sql("CREATE TABLE kept AS SELECT * FROM paseto.space; DELETE FROM paseto.space");
    assert!(is_lost(&node));
    server.sql("INSERT INTO paseto.space OVERRIDING SYSTEM VALUE SELECT * FROM kept");
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}

#[test]
fn a_row_that_counts_cannot_be_deleted() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    assert!(server.try_sql("DELETE FROM paseto.token").is_err());
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}

#[test]
fn a_family_that_tells_what_is_used_up_cannot_be_deleted_until_it_is_revoked() {
    let server = Postgres::start();
    let node = open(&server);
    let at = now();
    let family = FamilyRecord {
        family: "f".to_owned(),
        subject: "t:alice".to_owned(),
        began: at,
        last_used: at,
        keep_until: Some(later(3_600)),
        label: None,
    };
    let used = Consumption { renews: Some(at), family: Some(family), ..consumption("r") };
    assert_eq!(within(node.consume(&used)).unwrap(), Consumed::First);
    assert!(server.try_sql("DELETE FROM paseto.family").is_err());
    assert_eq!(within(node.consume(&used)).unwrap(), Consumed::Again);
    assert_eq!(server.sql("SELECT count(*) FROM paseto.family"), "0");
}

#[test]
fn a_node_that_is_busy_reading_counts_what_others_change() {
    let mut server = Postgres::start();
    let (node, reader) = (open(&server), open(&server));
    let mut backup = server.restored();
    revoke(&node, "a").unwrap();
    // Nobody else is left who knows of it.
    drop(node);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(1_500) {
        assert_eq!(check(&reader, "a").unwrap(), Standing::Revoked);
    }
    backup.take_port_of(&mut server);
    backup.start_again();
    becomes_lost(&reader);
}

#[test]
fn a_restored_backup_is_noticed_by_every_node_that_knew_better() {
    let mut server = Postgres::start();
    let (node, other) = (open(&server), open(&server));
    revoke(&node, "old").unwrap();
    let mut backup = server.restored();
    revoke(&node, "a").unwrap();
    assert_eq!(check(&other, "a").unwrap(), Standing::Revoked);
    backup.take_port_of(&mut server);
    backup.start_again();
    becomes_lost(&node);
    becomes_lost(&other);
    // It is written down: who comes now knows no better, and refuses all the same.
    until("it is written down", || backup.sql("SELECT epoch FROM paseto.space").contains("lost"));
    assert!(is_lost(&open(&backup)));
}

#[test]
fn a_dump_that_is_restored_while_the_server_runs_is_noticed() {
    let server = Postgres::start();
    let node = open(&server);
    let tables = ["space", "token", "subject", "family", "grace", "change"];
    for table in tables {
        server.sql(&format!("CREATE TABLE kept_{table} AS SELECT * FROM paseto.{table}"));
    }
    revoke(&node, "a").unwrap();
    server.sql("DROP SCHEMA paseto CASCADE");
    let migration =
        include_str!("../../paseto-runtime/src/revocation/postgres/migrations/0001.sql");
    let fill = tables.map(|table| {
        format!("INSERT INTO paseto.{table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table};")
    });
    server.sql(&format!("BEGIN; {migration} {} COMMIT", fill.concat()));
    becomes_lost(&node);
}

#[test]
fn of_nodes_that_go_on_by_themselves_one_begins_anew_and_the_others_follow() {
    let server = Postgres::start();
    let voiding = SharedOptions { after_data_loss: AfterDataLoss::Void, ..options() };
    let nodes: Vec<_> = (0..6).map(|_| try_open(&server.url(), &voiding).unwrap()).collect();
    server.sql(
        "CREATE TABLE begun (epoch text);
         CREATE FUNCTION write_down() RETURNS trigger LANGUAGE plpgsql
             AS $$ BEGIN INSERT INTO public.begun VALUES (NEW.epoch); RETURN NULL; END $$;
         CREATE TRIGGER write_down AFTER UPDATE ON paseto.space
             FOR EACH ROW WHEN (NEW.epoch LIKE '1 good %') EXECUTE FUNCTION write_down()",
    );
    for round in 1..=5 {
        server.sql("TRUNCATE paseto.token");
        std::thread::scope(|scope| {
            for node in &nodes {
                scope.spawn(|| until("an answer", || check(node, "x").is_ok()));
            }
        });
        assert_eq!(server.sql("SELECT count(*) FROM begun"), round.to_string());
    }
}

#[test]
fn it_goes_on_by_itself_where_that_is_configured_and_older_logins_are_void() {
    let server = Postgres::start();
    let voiding = SharedOptions { after_data_loss: AfterDataLoss::Void, ..options() };
    let node = try_open(&server.url(), &voiding).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(5));
    let login = now();
    assert_eq!(check_login(&node, login), Standing::Live);
    revoke(&node, "a").unwrap();
    server.sql("TRUNCATE paseto.token");
    assert!(check(&node, "a").is_err());
    until("an answer", || check(&node, "x").is_ok());
    assert_eq!(check_login(&node, login), Standing::Revoked);
    assert_eq!(check_login(&node, now()), Standing::Live);
}
