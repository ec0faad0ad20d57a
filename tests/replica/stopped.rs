//! A server that stands still.

use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::revocation::{RevocationStore as _, StoreError};

use crate::node::{MAX_STALENESS, Server, check, revoke, until, within};

/// Nothing is answered from a copy that is too old, and all is well soon after.
pub(crate) fn a_server_that_stands_still(server: &impl Server) {
    let node = server.replica();
    revoke(&node, "a");
    for _ in 0..3 {
        server.freeze();
        let frozen = Instant::now();
        let stale = loop {
            match check(&node, "a") {
                Ok(is_revoked) => assert!(is_revoked),
                Err(StoreError::Stale) => break frozen.elapsed(),
                Err(other) => panic!("{other:?}"),
            }
            assert!(frozen.elapsed() < Duration::from_secs(10));
            thread::sleep(Duration::from_millis(1));
        };
        assert!(stale <= MAX_STALENESS + Duration::from_millis(100), "{stale:?}");
        assert!(matches!(check(&node, "nobody"), Err(StoreError::Stale)));
        assert!(within(node.health()).is_err());
        thread::sleep(Duration::from_millis(700));
        assert!(matches!(check(&node, "a"), Err(StoreError::Stale)));
        server.thaw();
        let again = until("it answers again", || check(&node, "a").is_ok());
        println!("refused after {stale:?}, answers {again:?} after the server does");
        assert!(again < Duration::from_secs(2), "{again:?}");
        assert!(check(&node, "a").unwrap() && !check(&node, "nobody").unwrap());
    }
    until("it revokes again", || within(node.revoke(&crate::node::token("b"))).is_ok());
    assert!(check(&node, "b").unwrap());
}
