//! The schema is made once, by whoever comes first, and is not mistaken for another.

use std::thread;

use actix_paseto::revocation::{SharedOptions, SharedStoreError, Standing};

use crate::node::{check, open, options, revoke, try_open};
use crate::servers::postgres::Postgres;

const MIGRATION: &str =
    include_str!("../../paseto-runtime/src/revocation/postgres/migrations/0001.sql");

fn refused(server: &Postgres) -> SharedStoreError {
    try_open(&server.url(), &options()).unwrap_err()
}

#[test]
fn nodes_that_start_at_once_make_it_once_and_share_one_epoch() {
    let server = Postgres::start();
    let nodes: Vec<_> = thread::scope(|scope| {
        let starting: Vec<_> = (0..6).map(|_| scope.spawn(|| open(&server))).collect();
        starting.into_iter().map(|node| node.join().unwrap()).collect()
    });
    revoke(&nodes[0], "a").unwrap();
    for node in &nodes {
        assert_eq!(check(node, "a").unwrap(), Standing::Revoked);
    }
    assert_eq!(server.sql("SELECT count(*) FROM paseto.version"), "1");
    assert_eq!(server.sql("SELECT count(*) FROM paseto.space"), "1");
    // Again, with everything there.
    assert_eq!(check(&open(&server), "a").unwrap(), Standing::Revoked);
}

#[test]
fn a_newer_one_is_refused_and_left_as_it_is() {
    let server = Postgres::start();
    drop(open(&server));
    server.sql("UPDATE paseto.version SET number = 2");
    assert!(matches!(refused(&server), SharedStoreError::Foreign(_)));
    assert_eq!(server.sql("SELECT number FROM paseto.version"), "2");
}

#[test]
fn what_is_not_ours_is_refused() {
    let server = Postgres::start();
    for foreign in [
        "CREATE SCHEMA paseto; CREATE TABLE paseto.token (id int)",
        "CREATE TABLE paseto.version (number text)",
        "DROP TABLE paseto.version; CREATE TABLE paseto.version (other int)",
    ] {
        server.sql(foreign);
        let error = refused(&server);
        assert!(matches!(error, SharedStoreError::Foreign(_)), "{foreign}: {error:?}");
    }
    server.sql("DROP SCHEMA paseto CASCADE");
    drop(open(&server));
    server.sql("UPDATE paseto.space SET epoch = '2 good'");
    assert!(matches!(refused(&server), SharedStoreError::Foreign(_)));
    server.sql("DROP TABLE paseto.grace");
    assert!(matches!(refused(&server), SharedStoreError::Foreign(_)));
}

#[test]
fn a_role_that_may_create_nothing_needs_the_file_applied_and_the_grants_it_names() {
    let server = Postgres::start();
    server.sql("CREATE ROLE app LOGIN");
    let url = server.url_as("app");
    let error = try_open(&url, &options()).unwrap_err();
    assert!(format!("{error:?}").contains("by hand"), "{error:?}");

    server.sql(MIGRATION);
    let error = try_open(&url, &options()).unwrap_err();
    assert!(format!("{error:?}").contains("grant"), "{error:?}");
    let grants = MIGRATION.lines().filter_map(|line| line.strip_prefix("--   GRANT"));
    for grant in grants {
        server.sql(&format!("GRANT{grant}"));
    }
    let node = try_open(&url, &options()).unwrap();
    revoke(&node, "a").unwrap();
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}

#[test]
fn two_namespaces_know_nothing_of_each_other() {
    let server = Postgres::start();
    let node = |namespace: &str| {
        let options = SharedOptions { namespace: namespace.to_owned(), ..options() };
        try_open(&server.url(), &options).unwrap()
    };
    let (a, b) = (node("a"), node("b"));
    revoke(&a, "x").unwrap();
    assert_eq!(check(&b, "x").unwrap(), Standing::Live);
    revoke(&b, "y").unwrap();
    assert_eq!(check(&a, "x").unwrap(), Standing::Revoked);
    assert_eq!(check(&a, "y").unwrap(), Standing::Live);
}

#[test]
fn names_are_kept_as_ids() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "canary-token").unwrap();
    crate::node::consume(&node, "canary-use").unwrap();
    let tables = server.sql("SELECT * FROM paseto.token, paseto.change");
    assert!(tables.len() > 36 && !tables.contains("canary"));
}

#[test]
fn functions_that_others_have_put_in_the_way_are_not_called() {
    let server = Postgres::start();
    server.sql(
        "CREATE FUNCTION public.uuid_hash_extended(uuid, int) RETURNS bigint LANGUAGE plpgsql
             AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
         CREATE FUNCTION public.hashtextextended(text, int) RETURNS bigint LANGUAGE plpgsql
             AS $$ BEGIN RAISE EXCEPTION 'called'; END $$",
    );
    let node = open(&server);
    revoke(&node, "a").unwrap();
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}
