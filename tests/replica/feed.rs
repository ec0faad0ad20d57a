//! A feed that breaks: nothing is missed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use actix_paseto::revocation::RevocationStore as _;

use crate::node::{Server, check, revoke, token, until, within};

/// Connections end while others revoke.
pub(crate) fn connections_that_end(server: &impl Server) {
    let (first, second) = (server.replica(), server.replica());
    let is_over = AtomicBool::new(false);
    let revoked: Vec<String> = thread::scope(|scope| {
        let revoking = scope.spawn(|| {
            let names = (0..).map(|n: u32| format!("cut {n}"));
            let names = names.take_while(|_| !is_over.load(Ordering::Relaxed));
            let acknowledged = |name: &String| {
                let done = within(first.revoke(&token(name))).is_ok();
                thread::sleep(Duration::from_millis(1));
                done
            };
            names.filter(acknowledged).collect()
        });
        for _ in 0..15 {
            thread::sleep(Duration::from_millis(200));
            server.cut();
        }
        is_over.store(true, Ordering::Relaxed);
        revoking.join().unwrap()
    });
    let knows_all = |node| revoked.iter().all(|jti| matches!(check(node, jti), Ok(true)));
    assert!(revoked.len() > 10, "{}", revoked.len());
    let took = until("the other node knows all", || knows_all(&second));
    assert!(knows_all(&first));
    println!(
        "{} revocations while every connection was cut 15 times: all known {took:?} later",
        revoked.len()
    );
}

/// The log is gone, and with it what a copy would have read on from.
pub(crate) fn a_log_that_was_trimmed(server: &impl Server) {
    let (first, second) = (server.replica(), server.replica());
    for n in 0..50 {
        revoke(&first, &format!("old {n}"));
    }
    for round in 0..10 {
        for n in 0..20 {
            let jti = format!("trimmed {round} {n}");
            revoke(&first, &jti);
        }
        server.trim();
        revoke(&first, &format!("late {round}"));
        let knows = |jti: &str| matches!(check(&second, jti), Ok(true));
        until("the other node knows all", || {
            (0..20).all(|n| knows(&format!("trimmed {round} {n}")))
                && knows(&format!("late {round}"))
        });
    }
    assert!((0..50).all(|n| check(&second, &format!("old {n}")).unwrap()));
}
