//! Servers that end, stand still, or have no connection left.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use actix_paseto::revocation::{Consumed, Standing, StoreError};

use crate::node::{check, consume, open, options, revoke, try_open, until};
use crate::servers::postgres::{Options, Postgres};

/// Time enough for what takes two seconds, on a machine that does other things as well.
const SOON: Duration = Duration::from_secs(4);

#[test]
fn kill_9_loses_nothing_that_was_acknowledged() {
    let mut server = Postgres::start();
    let node = open(&server);
    let mut acknowledged = Vec::new();
    for round in 0..5 {
        let stop = AtomicBool::new(false);
        let more = thread::scope(|scope| {
            let writer = |w: usize| {
                let (node, stop) = (&node, &stop);
                scope.spawn(move || {
                    let mut done = Vec::new();
                    for n in 0.. {
                        let jti = format!("{round}-{w}-{n}");
                        let is_kept = match n % 2 {
                            0 => revoke(node, &jti).is_ok(),
                            _ => consume(node, &jti).is_ok_and(|how| how == Consumed::First),
                        };
                        if is_kept {
                            done.push(jti);
                        }
                        if stop.load(Ordering::SeqCst) {
                            return done;
                        }
                    }
                    done
                })
            };
            let writers: Vec<_> = (0..4).map(writer).collect();
            thread::sleep(Duration::from_millis(300));
            server.kill();
            stop.store(true, Ordering::SeqCst);
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(!more.is_empty());
        acknowledged.extend(more);
        assert!(check(&node, "x").is_err());
        server.start_again();
        let took = until("an answer", || check(&node, "x").is_ok());
        assert!(took < SOON, "{took:?}");
        for jti in &acknowledged {
            assert_eq!(check(&node, jti).unwrap(), Standing::Revoked, "{jti}");
        }
    }
}

#[test]
fn a_server_that_stands_still_is_not_waited_for_and_comes_back() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    server.freeze();
    for _ in 0..20 {
        assert!(check(&node, "a").is_err());
    }
    let begun = std::time::Instant::now();
    assert!(matches!(check(&node, "a"), Err(StoreError::Unreachable(_))));
    assert!(begun.elapsed() < Duration::from_millis(50));
    thread::sleep(Duration::from_secs(3));
    server.thaw();
    let took = until("an answer", || check(&node, "b").is_ok());
    assert!(took < SOON, "{took:?}");
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}

#[test]
fn connections_that_are_cut_come_back() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    for _ in 0..5 {
        server.cut();
        let took = until("an answer", || check(&node, "a").is_ok());
        assert!(took < SOON, "{took:?}");
        assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    }
}

#[test]
fn a_server_that_has_no_connection_left_is_unreachable_until_it_has() {
    let server =
        Postgres::with(Options::with(&["max_connections=6", "superuser_reserved_connections=3"]));
    server.sql(
        "CREATE ROLE app LOGIN; CREATE ROLE hog LOGIN; GRANT CREATE ON DATABASE postgres TO app",
    );
    let node = try_open(&server.url_as("app"), &options()).unwrap();
    revoke(&node, "a").unwrap();
    let hog = || {
        let url = server.url_as("hog");
        thread::spawn(move || {
            let mut command = std::process::Command::new("psql");
            command.args(["-X", "-q", &url, "-c", "SELECT pg_sleep(30)"]);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            drop(command.status());
        })
    };
    // They take whatever comes free.
    for _ in 0..40 {
        drop(hog());
        server.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE application_name = 'actix-paseto'",
        );
        let hogs = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'hog'";
        if server.sql(hogs) == "3" {
            break;
        }
    }
    assert!(matches!(check(&node, "a"), Err(StoreError::Unreachable(_) | StoreError::TimedOut)));
    assert!(matches!(check(&node, "x"), Err(StoreError::Unreachable(_) | StoreError::TimedOut)));
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hog'");
    let took = until("an answer", || check(&node, "a").is_ok());
    assert!(took < SOON, "{took:?}");
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
}

#[test]
fn a_table_that_is_gone_is_no_answer() {
    let server = Postgres::start();
    let node = open(&server);
    revoke(&node, "a").unwrap();
    server.sql("ALTER TABLE paseto.token RENAME TO other");
    for jti in ["a", "b"] {
        assert!(check(&node, jti).is_err());
        assert!(revoke(&node, jti).is_err());
        assert!(consume(&node, jti).is_err());
    }
    server.sql("ALTER TABLE paseto.other RENAME TO token");
    until("an answer", || check(&node, "a").is_ok());
    assert_eq!(check(&node, "a").unwrap(), Standing::Revoked);
    server.sql("DROP SCHEMA paseto CASCADE");
    for jti in ["a", "b"] {
        assert!(check(&node, jti).is_err());
    }
}
