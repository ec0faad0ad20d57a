//! Passwords and certificates.

use std::error::Error;
use std::fmt::Write as _;

use actix_paseto::revocation::{SharedOptions, SharedStoreError, Standing};

use crate::node::{check, options, revoke, try_open};
use crate::servers::postgres::{Options, Postgres};

fn all_words(error: &SharedStoreError) -> String {
    let mut words = format!("{error:?} {error}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(words, " {error:?} {error}").unwrap();
        source = error.source();
    }
    words
}

#[test]
fn no_error_and_no_output_shows_the_password() {
    let server = Postgres::start();
    server.sql("CREATE ROLE app LOGIN PASSWORD 'canary' SUPERUSER");
    let rules = "host all app all scram-sha-256\nhost all postgres all trust\n";
    std::fs::write(server.data().join("pg_hba.conf"), rules).unwrap();
    server.sql("SELECT pg_reload_conf()");
    std::thread::sleep(std::time::Duration::from_millis(200));

    let node = try_open(&server.url_as("app:canary"), &options()).unwrap();
    revoke(&node, "a").unwrap();
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    assert!(!format!("{node:?}").contains("canary"));

    for url in [
        server.url_as("app:canary2"),
        server.url_as("nobody:canary"),
        format!("{}?sslmode=require", server.url_as("app:canary")),
        format!("{}?canary=1", server.url_as("app:canary")),
        "postgres://app:canary@127.0.0.1:1/db".to_owned(),
        "postgres://app:canary@canary.invalid/db?canary".to_owned(),
        "postgres://app:canary@/db".to_owned(),
        "postgres://app:canary@h:port/db".to_owned(),
    ] {
        let error = try_open(&url, &options()).unwrap_err();
        assert!(!all_words(&error).contains("canary"), "{url}: {}", all_words(&error));
    }
    drop(server);
    let error = check(&node, "a").unwrap_err();
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[test]
fn a_server_is_believed_only_if_its_certificate_is_vouched_for() {
    let server = Postgres::with(Options { tls: true, ..Options::default() });
    let trusting = SharedOptions { ca_file: Some(server.ca_file()), ..options() };
    let node = try_open(&server.url(), &trusting).unwrap();
    revoke(&node, "a").unwrap();
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    let all = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
               WHERE application_name = 'actix-paseto'";
    assert_eq!(server.sql(all), "t");

    // By the system's authorities alone.
    let error = try_open(&server.url(), &options()).unwrap_err();
    assert!(matches!(error, SharedStoreError::Unreachable(_)), "{error:?}");
    let missing = SharedOptions { ca_file: Some("/nowhere".into()), ..options() };
    let error = try_open(&server.url(), &missing).unwrap_err();
    assert!(matches!(error, SharedStoreError::Certificates(_)), "{error:?}");
    // A server without TLS is none that was asked for.
    let plain = Postgres::start();
    let url = format!("{}?sslmode=verify-full", plain.url());
    assert!(try_open(&url, &trusting).is_err());
}
