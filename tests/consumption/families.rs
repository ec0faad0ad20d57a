//! The families that live: which are listed, and the place that they take.

use actix_paseto::revocation::{
    Consumed, Consumption, FamilyRecord, FileStore, MemoryStore, RevocationStore, StoreError,
};
use actix_paseto::time::{Clock, Timestamp};

use crate::setup::{
    at, consume, exchange, families, in_both, is_revoked, is_used, names, of_family, once, record,
    refresh, revoke_family, revoke_subject, wait,
};
use crate::victim::Folder;

#[test]
fn families_are_listed_by_their_last_use_and_keep_their_label() {
    in_both(|store| {
        let phone = FamilyRecord { label: Some("phone".to_owned()), ..record("f") };
        wait(store.enroll(&phone)).unwrap();
        let other = FamilyRecord { began: at(1), last_used: at(1), ..record("g") };
        wait(store.enroll(&other)).unwrap();
        let bob = FamilyRecord { subject: "bob".to_owned(), ..record("h") };
        wait(store.enroll(&bob)).unwrap();
        assert_eq!(names(store), ["g", "f"]);

        let renewed = FamilyRecord { began: at(7), last_used: at(5), ..record("f") };
        let used = Consumption { family: Some(renewed), ..once("a") };
        assert_eq!(consume(store, &used), Consumed::First);
        wait(store.enroll(&phone)).unwrap(); // neither older nor shorter than it was
        assert_eq!(families(store), [FamilyRecord { last_used: at(5), ..phone.clone() }, other]);

        let tablet = FamilyRecord { label: Some("tablet".to_owned()), ..record("f") };
        wait(store.enroll(&tablet)).unwrap();
        assert_eq!(families(store)[0].label.as_deref(), Some("tablet"));
        assert_eq!(wait(store.families("bob")).unwrap(), [bob]);
        assert!(wait(store.families("carol")).unwrap().is_empty());
    });
}

#[test]
fn what_is_revoked_or_over_is_not_listed() {
    in_both(|store| {
        let until = |end| FamilyRecord { keep_until: Some(end), ..record("f") };
        wait(store.enroll(&until(Timestamp::MIN))).unwrap();
        assert!(families(store).is_empty());
        wait(store.enroll(&until(at(9)))).unwrap();
        assert_eq!(families(store), [until(at(9))]);

        wait(store.enroll(&FamilyRecord { began: at(5), ..record("g") })).unwrap();
        wait(store.enroll(&FamilyRecord { began: at(6), ..record("h") })).unwrap();
        wait(store.enroll(&FamilyRecord { began: at(7), ..record("i") })).unwrap();
        revoke_subject(store, "alice", at(5));
        assert_eq!(names(store), ["i", "h"]);
        revoke_family(store, "h");
        wait(store.enroll(&FamilyRecord { began: at(6), ..record("h") })).unwrap();
        wait(store.enroll(&FamilyRecord { began: at(5), ..record("g") })).unwrap();
        assert_eq!(names(store), ["i"]);
    });
}

#[test]
fn a_full_store_uses_nothing_up_and_still_ends_a_family() {
    let folder = Folder::new("full");
    let file = FileStore::open(folder.file(), 2, Clock::system()).unwrap();
    let memory = MemoryStore::new(2, Clock::system());
    for store in [&memory as &dyn RevocationStore, &file] {
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::First);
        for used in [once("b"), exchange("b", "c", 0), refresh("b", "f"), refresh("b", "g")] {
            assert!(matches!(wait(store.consume(&used)), Err(StoreError::Full)));
            assert!(!is_used(store, "b"));
        }
        assert!(matches!(wait(store.enroll(&record("g"))), Err(StoreError::Full)));
        wait(store.enroll(&record("f"))).unwrap();
        assert_eq!(names(store), ["f"]);
        assert_eq!(consume(store, &refresh("a", "f")), Consumed::Again);
        assert!(is_revoked(store, &of_family("f")) && names(store).is_empty());
        assert!(matches!(wait(store.consume(&once("b"))), Err(StoreError::Full)));
    }
    assert_eq!((memory.len(), file.len()), (2, 2));
}

#[test]
fn a_log_out_takes_the_place_of_its_family() {
    let store = MemoryStore::new(1, Clock::system());
    wait(store.enroll(&record("f"))).unwrap();
    revoke_family(&store, "f");
    assert_eq!(store.len(), 1);
    assert!(matches!(wait(store.enroll(&record("g"))), Err(StoreError::Full)));
}
