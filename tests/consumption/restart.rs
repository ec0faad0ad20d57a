//! What the file keeps, and what it does not tell.

use std::fs;

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, RevocationStore as _};

use crate::setup::{
    at, consume, exchange, families, is_revoked, names, of_family, open, record, refresh,
    revoke_subject, wait,
};
use crate::victim::Folder;

#[test]
fn uses_graces_and_families_survive_a_restart() {
    let folder = Folder::new("restart");
    let store = open(&folder.file());
    let phone = FamilyRecord {
        keep_until: Some(at(60)),
        last_used: at(3),
        label: Some("Élodie's phone".to_owned()),
        ..record("f")
    };
    wait(store.enroll(&phone)).unwrap();
    assert_eq!(consume(&store, &refresh("a", "f")), Consumed::First);
    assert_eq!(consume(&store, &exchange("b", "c", 0)), Consumed::First);
    assert_eq!(consume(&store, &refresh("d", "g")), Consumed::First);
    assert_eq!(consume(&store, &refresh("d", "g")), Consumed::Again);
    wait(store.enroll(&record("h"))).unwrap();
    let (before, count) = (families(&store), store.len());
    drop(store);
    for n in 1..4 {
        let store = open(&folder.file());
        assert_eq!((families(&store), store.len()), (before.clone(), count));
        assert!(is_revoked(&store, &of_family("g")));
        let first = Consumed::Repeated { successor: "c".to_owned(), at: at(0) };
        assert_eq!(consume(&store, &exchange("b", "x", n)), first);
    }
    let store = open(&folder.file());
    assert_eq!(consume(&store, &exchange("b", "x", 11)), Consumed::Again);
    assert_eq!(consume(&store, &refresh("a", "f")), Consumed::Again);
    drop(store);
    let store = open(&folder.file());
    assert_eq!(names(&store), ["h"]);
    revoke_subject(&store, "alice", at(0));
    drop(store);
    assert!(families(&open(&folder.file())).is_empty());
}

#[test]
fn the_file_holds_no_subject_and_no_id_of_a_used_token() {
    let folder = Folder::new("names");
    let store = open(&folder.file());
    let subject = "canary-subject".to_owned();
    let family = FamilyRecord { subject: subject.clone(), ..record("f") };
    let used = Consumption { subject, family: Some(family), ..exchange("canary-token", "b", 0) };
    assert_eq!(consume(&store, &used), Consumed::First);
    drop(store);
    let bytes = fs::read(folder.file()).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"canary"));
}
