//! What a use is told, and what it leaves behind.

use actix_paseto::revocation::{Consumed, Consumption, Revocation};
use futures_util::FutureExt as _;

use crate::setup::{
    at, consume, exchange, in_both, is_revoked, is_used, of_family, once, record, refresh,
    revoke_family, revoke_subject, wait,
};

#[test]
fn what_is_used_is_revoked_and_its_family_is_not() {
    in_both(|store| {
        assert!(store.keeps_families());
        assert!(!is_used(store, "a"));
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::First);
        assert!(is_used(store, "a") && !is_revoked(store, &of_family("f")));
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Again);
        assert!(is_revoked(store, &of_family("f")));
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Revoked);
    });
}

#[test]
fn who_is_refused_uses_nothing_up() {
    in_both(|store| {
        revoke_family(store, "f");
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Revoked);
        revoke_subject(store, "alice", at(0));
        assert_eq!(consume(store, &once("b")), Consumed::Revoked);
        assert!(!is_used(store, "a") && !is_used(store, "b"));
        let later = Consumption { issued_at: Some(at(1)), ..once("b") };
        assert_eq!(consume(store, &later), Consumed::First);
    });
}

#[test]
fn a_token_that_was_revoked_counts_as_used() {
    in_both(|store| {
        let revocation = Revocation::Token { jti: "a".to_owned(), keep_until: None };
        wait(store.revoke(&revocation)).unwrap();
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Again);
        assert_eq!(consume(store, &exchange("b", "c", 0)), Consumed::First);
        wait(store.revoke(&Revocation::Token { jti: "b".to_owned(), keep_until: None })).unwrap();
        assert_eq!(consume(store, &exchange("b", "d", 1)), Consumed::Again);
    });
}

#[test]
fn within_the_grace_the_first_successor_is_handed_out_again() {
    in_both(|store| {
        let first = Consumed::Repeated { successor: "b".to_owned(), at: at(0) };
        assert_eq!(consume(store, &exchange("a", "b", 0)), Consumed::First);
        assert_eq!(consume(store, &exchange("a", "x", 1)), first);
        assert_eq!(consume(store, &exchange("a", "y", 10)), first);
        assert_eq!(consume(store, &exchange("a", "z", 11)), Consumed::Again);
        assert_eq!(consume(store, &once("a")), Consumed::Again);
    });
}

#[test]
fn a_grace_ends_once_its_successor_is_used() {
    in_both(|store| {
        assert_eq!(consume(store, &exchange("a", "b", 0)), Consumed::First);
        assert_eq!(consume(store, &exchange("b", "c", 1)), Consumed::First);
        assert_eq!(consume(store, &exchange("c", "d", 2)), Consumed::First);
        assert_eq!(consume(store, &exchange("b", "x", 3)), Consumed::Again);
        assert_eq!(consume(store, &exchange("a", "x", 3)), Consumed::Again);
        let last = Consumed::Repeated { successor: "d".to_owned(), at: at(2) };
        assert_eq!(consume(store, &exchange("c", "x", 3)), last);
    });
}

#[test]
fn every_revocation_rings_and_no_use_does() {
    in_both(|store| {
        let mut changes = store.changes().unwrap();
        let mut rings = || changes.next().now_or_never().is_some();
        wait(store.enroll(&record("f"))).unwrap();
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::First);
        assert_eq!(consume(store, &exchange("b", "c", 0)), Consumed::First);
        consume(store, &exchange("b", "c", 1));
        assert!(!rings());
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Again);
        assert!(rings());
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Revoked);
        assert!(!rings());
        revoke_family(store, "g");
        assert!(rings());
        revoke_subject(store, "alice", at(0));
        assert!(rings() && !rings());
        wait(store.revoke(&Revocation::Token { jti: "z".to_owned(), keep_until: None })).unwrap();
        assert!(rings() && !rings());
    });
}
