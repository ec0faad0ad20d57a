//! Data that are gone.

use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::revocation::{OlderTokens, Query, RevocationStore as _, Standing};

use crate::node::{MAX_STALENESS, Server, check, clock, later, of_token, resume, revoke, until};

/// Every node refuses, until an operator says otherwise.
pub(crate) fn an_empty_server_is_refused(server: &impl Server, empty: impl Fn()) {
    let (first, second) = (server.replica(), server.replica());
    revoke(&first, "a");
    until("the other node knows", || check(&second, "a").unwrap());
    empty();
    let gone = Instant::now();
    for node in [&first, &second] {
        while let Ok(is_revoked) = check(node, "a") {
            assert!(is_revoked, "it answers from an empty server");
            assert!(gone.elapsed() < MAX_STALENESS + Duration::from_millis(200));
            thread::sleep(Duration::from_millis(1));
        }
    }
    println!("refused {:?} after the data were gone", gone.elapsed());
    let end = Instant::now() + Duration::from_millis(1_500);
    while Instant::now() < end {
        assert!(check(&first, "a").is_err() && check(&second, "nobody").is_err());
        thread::sleep(Duration::from_millis(5));
    }
    resume(&first, OlderTokens::Void);
    let resumed = clock().now();
    until("they answer again", || check(&first, "x").is_ok() && check(&second, "x").is_ok());
    for node in [&first, &second] {
        let login = |issued_at| {
            let subject = Some("t:alice".into());
            let query = Query { subject, issued_at: Some(issued_at), ..of_token("a") };
            node.check_now(&query).unwrap().unwrap()
        };
        let before =
            actix_paseto::time::Timestamp::from_unix_micros(resumed.to_unix_micros() - 1_000_000);
        assert_eq!(login(before.unwrap()), Standing::Revoked);
        assert!(login(later(60)) == Standing::Live || check(node, "a").unwrap());
    }
    revoke(&second, "b");
    until("the other node knows", || check(&first, "b").unwrap());
}
