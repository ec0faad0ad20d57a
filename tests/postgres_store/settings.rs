//! What a server must be set to.

use actix_paseto::revocation::{SharedOptions, SharedStoreError, Standing};

use crate::node::{check, open, options, revoke, try_open};
use crate::servers::postgres::{Options, Postgres};

#[test]
fn a_server_that_may_forget_is_refused_unless_that_is_allowed() {
    for setting in ["fsync=off", "full_page_writes=off", "synchronous_commit=off"] {
        let server = Postgres::with(Options::with(&[setting]));
        let error = try_open(&server.url(), &options()).unwrap_err();
        assert!(matches!(error, SharedStoreError::Forgets(_)), "{setting}: {error:?}");
        let name = setting.trim_end_matches("=off");
        assert!(error.to_string().contains(name), "{error}");
        let allowed = SharedOptions { dangerous_allow_forgetting: true, ..options() };
        let node = try_open(&server.url(), &allowed).unwrap();
        revoke(&node, "a").unwrap();
        assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    }
}

/// As a role has it, which no configuration file shows.
#[test]
fn the_settings_of_the_role_count() {
    let server = Postgres::start();
    server.sql("ALTER ROLE postgres SET synchronous_commit = off");
    let error = try_open(&server.url(), &options()).unwrap_err();
    assert!(matches!(error, SharedStoreError::Forgets(_)), "{error:?}");
    server.sql("ALTER ROLE postgres RESET synchronous_commit");
    server.sql("ALTER ROLE postgres SET default_transaction_isolation = 'repeatable read'");
    let error = try_open(&server.url(), &options()).unwrap_err();
    assert!(format!("{error:?}").contains("isolation"), "{error:?}");
}

#[test]
fn an_unlogged_table_is_refused() {
    let server = Postgres::start();
    drop(open(&server));
    server.sql("ALTER TABLE paseto.token SET UNLOGGED");
    let error = try_open(&server.url(), &options()).unwrap_err();
    assert!(matches!(error, SharedStoreError::Forgets(_)), "{error:?}");
}

#[test]
fn a_database_that_is_not_utf8_is_refused() {
    let server = Postgres::start();
    server.sql("CREATE DATABASE odd ENCODING 'SQL_ASCII' TEMPLATE template0");
    let url = server.url().replace("/postgres", "/odd").replace("://odd", "://postgres");
    let error = try_open(&url, &options()).unwrap_err();
    assert!(matches!(error, SharedStoreError::Foreign(_)), "{error:?}");
}
