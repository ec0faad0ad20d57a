//! What this node revokes it knows at once, however silent the feed is.

use std::time::Instant;

use futures_util::FutureExt as _;

use super::hand::{Fed, Step, at, epoch, of_subject, of_token};
use crate::revocation::{
    Consumed, Consumption, FamilyRecord, Grace, Query, Revocation, RevocationStore as _,
};

fn revoke(fed: &Fed, jti: &str) {
    let revocation = Revocation::Token { jti: jti.to_owned(), keep_until: None };
    fed.store.revoke(&revocation).now_or_never().unwrap().unwrap();
}

fn once(jti: &str) -> Consumption {
    Consumption {
        jti: jti.to_owned(),
        subject: "alice".to_owned(),
        issued_at: Some(at(0)),
        keep_until: None,
        renews: None,
        family: None,
        grace: None,
    }
}

fn refresh(jti: &str, family: &str) -> Consumption {
    let record = FamilyRecord {
        family: family.to_owned(),
        subject: "alice".to_owned(),
        began: at(0),
        last_used: at(0),
        keep_until: None,
        label: None,
    };
    Consumption { family: Some(record), ..once(jti) }
}

fn of_family(family: &str) -> Query<'static> {
    Query { family: Some(family.to_owned().into()), ..of_token("some token") }
}

#[test]
fn every_kind_of_revocation_is_known_once_it_is_acknowledged() {
    let fed = Fed::complete();
    revoke(&fed, "a");
    assert!(fed.knows("a").unwrap() && !fed.knows("b").unwrap());
    let family = Revocation::Family { family: "f".to_owned(), keep_until: None };
    fed.store.revoke(&family).now_or_never().unwrap().unwrap();
    assert!(fed.check(&of_family("f")).unwrap() && !fed.check(&of_family("a")).unwrap());
    let before = at(5);
    let all = Revocation::Subject { subject: "alice".to_owned(), before, keep_until: None };
    fed.store.revoke(&all).now_or_never().unwrap().unwrap();
    assert!(fed.check(&of_subject("alice", Some(at(5)))).unwrap());
    assert!(!fed.check(&of_subject("alice", Some(at(6)))).unwrap());
}

#[test]
fn what_is_used_up_is_known_and_so_is_the_end_of_its_family() {
    let fed = Fed::complete();
    assert_eq!(fed.consume(&refresh("a", "f")), Consumed::First);
    assert!(fed.knows("a").unwrap() && !fed.check(&of_family("f")).unwrap());
    assert_eq!(fed.consume(&refresh("a", "f")), Consumed::Again);
    assert!(fed.check(&of_family("f")).unwrap());
    assert_eq!(fed.consume(&refresh("b", "f")), Consumed::Revoked);
    assert!(!fed.knows("b").unwrap());
}

/// Another node used it; the feed has not told yet.
#[test]
fn who_comes_second_knows_that_it_is_used() {
    let fed = Fed::complete();
    let grace = Grace { successor: "b".to_owned(), at: at(0), until: at(9) };
    let used = Consumption { grace: Some(grace), ..once("a") };
    fed.feed.shared.consume_now(&used).unwrap().unwrap();
    assert!(!fed.knows("a").unwrap());
    assert!(matches!(fed.consume(&used), Consumed::Repeated { .. }));
    assert!(fed.knows("a").unwrap());
}

#[test]
fn a_renewal_marks_its_family_not_its_token() {
    let fed = Fed::complete();
    let renewal = Consumption { renews: Some(at(1)), ..refresh("a", "f") };
    assert_eq!(fed.consume(&renewal), Consumed::First);
    assert!(!fed.knows("a").unwrap());
    let shown = Query { renews: Some(at(1)), ..of_family("f") };
    assert!(fed.check(&shown).unwrap());
    assert_eq!(fed.consume(&renewal), Consumed::Again);
    assert!(fed.check(&of_family("f")).unwrap());
}

/// The feed may have read what it tells before the change was made.
#[test]
fn a_copy_that_is_read_meanwhile_has_it_too() {
    let fed = Fed::complete();
    let new = epoch(None);
    let early = Instant::now();
    revoke(&fed, "before");
    fed.steps([Step::Begin(new.clone())]);
    revoke(&fed, "meanwhile");
    fed.steps([Step::Complete(early)]);
    assert!(fed.knows("before").unwrap() && fed.knows("meanwhile").unwrap());
    fed.steps([Step::Complete(Instant::now())]);
    // Now the feed has read it, and said that it is not there.
    assert!(!fed.knows("before").unwrap() && fed.knows("meanwhile").unwrap());
}
