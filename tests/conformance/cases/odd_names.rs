//! Names that a client may have chosen: nothing in them is special.

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, RevocationStore};

use super::setup::{
    at, consume, fresh, grace, is_revoked, is_used, micros, of_subject, once, record, repeated,
    revoke, revoke_subject,
};

/// Around one name that is new: all of them are different.
fn odd() -> Vec<String> {
    let name = fresh("odd");
    let parts = [
        "\0",
        "\n",
        "\r\n",
        "*",
        "?",
        "[a-z]",
        "{",
        "}",
        "{tag}",
        ":",
        "'",
        "\"",
        "\\",
        "%",
        "_",
        ";--",
        "$1",
        " ",
        "\t",
        "é",
        "e\u{301}",
        "🔑",
        "\u{202e}",
        "\u{feff}",
        "\u{7f}",
        "\u{10ffff}",
    ];
    let mut all = vec![name.clone(), name.to_uppercase(), "x".repeat(65_536) + &name];
    all.push("x".repeat(65_535) + &name);
    all.extend(parts.iter().map(|part| format!("{name}{part}")));
    all.extend(parts.iter().map(|part| format!("{part}{name}")));
    all.extend(parts.iter().map(|part| format!("{name}{part}{name}")));
    all
}

pub(super) async fn odd_tokens_do_not_meet(store: &dyn RevocationStore) {
    let (names, subject) = (odd(), fresh("subject"));
    // Every other one: its neighbours live on.
    for (n, name) in names.iter().enumerate() {
        match n % 3 {
            0 => revoke(store, name).await,
            1 => assert_eq!(consume(store, &once(name, &subject)).await, Consumed::First),
            _ => {}
        }
    }
    for (n, name) in names.iter().enumerate() {
        assert_eq!(is_used(store, name).await, n % 3 < 2, "{:?}", name.get(..40));
    }
}

pub(super) async fn odd_subjects_do_not_meet(store: &dyn RevocationStore) {
    let names = odd();
    for (n, name) in names.iter().enumerate() {
        revoke_subject(store, name, micros(n as u64)).await;
    }
    for (n, name) in names.iter().enumerate() {
        let stands = |n: usize| of_subject(name, Some(micros(n as u64)));
        assert!(is_revoked(store, &stands(n)).await && !is_revoked(store, &stands(n + 1)).await);
    }
}

pub(super) async fn odd_families_are_listed_as_they_are(store: &dyn RevocationStore) {
    let subjects = odd();
    for (subject, family) in subjects.iter().zip(odd()) {
        let label = Some(family.replace("odd", "label"));
        let odd = FamilyRecord { label, ..record(&family, subject) };
        store.enroll(&odd).await.unwrap();
        let other = FamilyRecord { began: at(1), last_used: at(1), ..record(&fresh("f"), subject) };
        let used = Consumption { family: Some(other.clone()), ..once(&fresh("jti"), subject) };
        assert_eq!(consume(store, &used).await, Consumed::First);
        assert_eq!(store.families(subject).await.unwrap(), [other, odd]);
    }
}

pub(super) async fn odd_successors_come_back_as_they_are(store: &dyn RevocationStore) {
    let subject = fresh("subject");
    for successor in odd() {
        let used = Consumption { grace: grace(&successor, 0), ..once(&fresh("jti"), &subject) };
        assert_eq!(consume(store, &used).await, Consumed::First);
        assert_eq!(consume(store, &used).await, repeated(&successor, 0));
    }
}

/// It may have been used by somebody before.
pub(super) async fn the_empty_name_is_a_name(store: &dyn RevocationStore) {
    let other = fresh("jti");
    revoke(store, "").await;
    assert!(is_used(store, "").await && !is_used(store, &other).await);
    assert_eq!(consume(store, &once("", &fresh("subject"))).await, Consumed::Again);
    assert!(!is_revoked(store, &of_subject(&fresh("subject"), Some(at(0)))).await);
    store.enroll(&record(&fresh("f"), "")).await.unwrap();
    assert!(!store.families("").await.unwrap().is_empty());
    let labelled = FamilyRecord { label: Some(String::new()), ..record(&fresh("f"), &other) };
    store.enroll(&labelled).await.unwrap();
    assert_eq!(store.families(&other).await.unwrap(), [labelled]);
}
