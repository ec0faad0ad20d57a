//! The families that live, as they are listed.

use std::time::Duration;

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, RevocationStore};
use actix_paseto::time::Timestamp;

use super::setup::{
    after, at, consume, fresh, micros, names, now, once, record, revoke_family, revoke_subject,
};

pub(super) async fn they_are_listed_by_their_last_use(store: &dyn RevocationStore) {
    let (f, g, subject) = (fresh("f"), fresh("g"), fresh("subject"));
    let later = FamilyRecord { last_used: micros(1), ..record(&g, &subject) };
    store.enroll(&record(&f, &subject)).await.unwrap();
    store.enroll(&later).await.unwrap();
    assert_eq!(names(store, &subject).await, [g.clone(), f.clone()]);

    let renewed = FamilyRecord { last_used: micros(2), ..record(&f, &subject) };
    let used = Consumption { family: Some(renewed.clone()), ..once(&fresh("jti"), &subject) };
    assert_eq!(consume(store, &used).await, Consumed::First);
    assert_eq!(store.families(&subject).await.unwrap(), [renewed, later]);
}

pub(super) async fn of_two_used_at_once_the_younger_is_first(store: &dyn RevocationStore) {
    let subject = fresh("subject");
    let mut expected = Vec::new();
    for began in [3, 2, 1] {
        let mut twins = [fresh("f"), fresh("f")];
        twins.sort();
        expected.extend(twins.map(|family| FamilyRecord {
            began: micros(began),
            last_used: at(9),
            ..record(&family, &subject)
        }));
    }
    for n in [4, 0, 3, 5, 1, 2] {
        store.enroll(&expected[n]).await.unwrap();
    }
    assert_eq!(store.families(&subject).await.unwrap(), expected);
}

pub(super) async fn a_label_stays_until_another_comes(store: &dyn RevocationStore) {
    let (f, subject) = (fresh("f"), fresh("subject"));
    let labelled = |label: Option<&str>| FamilyRecord {
        label: label.map(str::to_owned),
        ..record(&f, &subject)
    };
    let said = [
        (None, None),
        (Some("Élodie's phone"), Some("Élodie's phone")),
        (None, Some("Élodie's phone")),
        (Some(""), Some("")),
        (Some("tablet"), Some("tablet")),
    ];
    for (label, expected) in said {
        store.enroll(&labelled(label)).await.unwrap();
        assert_eq!(store.families(&subject).await.unwrap(), [labelled(expected)]);
    }
    let used = Consumption { family: Some(labelled(None)), ..once(&fresh("jti"), &subject) };
    assert_eq!(consume(store, &used).await, Consumed::First);
    assert_eq!(store.families(&subject).await.unwrap(), [labelled(Some("tablet"))]);
}

pub(super) async fn nothing_that_is_known_gets_older_or_shorter(store: &dyn RevocationStore) {
    let (f, subject) = (fresh("f"), fresh("subject"));
    let told = |began, used, keep_until| FamilyRecord {
        began: micros(began),
        last_used: micros(used),
        keep_until,
        ..record(&f, &subject)
    };
    let steps = [
        (told(5, 5, Some(at(60))), told(5, 5, Some(at(60)))),
        (told(9, 4, Some(at(50))), told(5, 5, Some(at(60)))),
        (told(1, 6, Some(at(70))), told(5, 6, Some(at(70)))),
        (told(5, 6, Some(Timestamp::MIN)), told(5, 6, Some(at(70)))),
        (told(5, 7, None), told(5, 7, None)),
        (told(5, 8, Some(at(60))), told(5, 8, None)),
    ];
    for (record, expected) in steps {
        store.enroll(&record).await.unwrap();
        assert_eq!(store.families(&subject).await.unwrap(), [expected]);
    }
}

pub(super) async fn what_is_over_is_not_listed(store: &dyn RevocationStore) {
    let (f, g, subject) = (fresh("f"), fresh("g"), fresh("subject"));
    let until =
        |family: &str, end| FamilyRecord { keep_until: Some(end), ..record(family, &subject) };
    store.enroll(&until(&f, Timestamp::MIN)).await.unwrap();
    assert!(names(store, &subject).await.is_empty());
    let soon = after(now(), Duration::from_millis(1_500));
    store.enroll(&until(&g, soon)).await.unwrap();
    if now() < soon {
        let listed = names(store, &subject).await;
        assert!(listed == [g] || now() >= soon);
    }
    while now() <= after(soon, Duration::from_millis(5)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(names(store, &subject).await.is_empty());
    store.enroll(&until(&f, at(9))).await.unwrap();
    assert_eq!(names(store, &subject).await, [f]);
}

pub(super) async fn what_is_revoked_is_not_listed_and_does_not_come_back(
    store: &dyn RevocationStore,
) {
    let (f, g, h, subject) = (fresh("f"), fresh("g"), fresh("h"), fresh("subject"));
    for (n, family) in [&f, &g, &h].into_iter().enumerate() {
        let began = micros(n as u64);
        store.enroll(&FamilyRecord { began, ..record(family, &subject) }).await.unwrap();
    }
    assert_eq!(names(store, &subject).await, [h.clone(), g.clone(), f.clone()]);
    revoke_family(store, &g).await;
    assert_eq!(names(store, &subject).await, [h.clone(), f.clone()]);
    revoke_subject(store, &subject, micros(0)).await;
    assert_eq!(names(store, &subject).await, [h.as_str()]);
    store.enroll(&record(&f, &subject)).await.unwrap();
    store.enroll(&record(&g, &subject)).await.unwrap();
    assert_eq!(names(store, &subject).await, [h]);
}

pub(super) async fn each_subject_has_its_own(store: &dyn RevocationStore) {
    let (a, b) = (fresh("subject"), fresh("subject"));
    let (f, g) = (fresh("f"), fresh("g"));
    store.enroll(&record(&f, &a)).await.unwrap();
    store.enroll(&record(&g, &b)).await.unwrap();
    assert_eq!(store.families(&a).await.unwrap(), [record(&f, &a)]);
    assert_eq!(store.families(&b).await.unwrap(), [record(&g, &b)]);
    assert!(names(store, &fresh("subject")).await.is_empty());
}

pub(super) async fn there_may_be_many(store: &dyn RevocationStore) {
    const MANY: usize = 150;
    let subject = fresh("subject");
    let family = |n: usize| format!("{subject} {n:03}");
    for n in 0..MANY {
        let last_used = micros(n as u64);
        store.enroll(&FamilyRecord { last_used, ..record(&family(n), &subject) }).await.unwrap();
    }
    revoke_family(store, &family(7)).await;
    let expected: Vec<_> = (0..MANY).rev().filter(|n| *n != 7).map(family).collect();
    assert_eq!(names(store, &subject).await, expected);
    revoke_subject(store, &subject, at(0)).await;
    assert!(names(store, &subject).await.is_empty());
}
