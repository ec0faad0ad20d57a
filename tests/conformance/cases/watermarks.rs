//! "Log out everywhere": what a subject's watermark ends.

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, RevocationStore};

use super::setup::{
    at, consume, fresh, is_revoked, is_used, micros, names, of_subject, once, record, refresh,
    revoke_subject,
};

pub(super) async fn a_watermark_divides_microseconds(store: &dyn RevocationStore) {
    for before in [0, 1, 499_999, 500_000, 999_999] {
        let subject = fresh("subject");
        revoke_subject(store, &subject, micros(before)).await;
        for issued in [0, before.saturating_sub(1), before] {
            let query = of_subject(&subject, Some(micros(issued)));
            assert!(is_revoked(store, &query).await, "{issued} is not after {before}");
        }
        for issued in [before + 1, before + 1_000_000] {
            let query = of_subject(&subject, Some(micros(issued)));
            assert!(!is_revoked(store, &query).await, "{issued} is after {before}");
        }
        assert!(!is_revoked(store, &of_subject(&fresh("subject"), Some(micros(0)))).await);
    }
}

pub(super) async fn a_watermark_only_rises(store: &dyn RevocationStore) {
    let subject = fresh("subject");
    for (before, stands) in [(5, 5), (3, 5), (9, 9), (1, 9)] {
        revoke_subject(store, &subject, micros(before)).await;
        assert!(is_revoked(store, &of_subject(&subject, Some(micros(stands)))).await);
        assert!(!is_revoked(store, &of_subject(&subject, Some(micros(stands + 1)))).await);
    }
}

pub(super) async fn who_does_not_say_when_he_logged_in_is_revoked(store: &dyn RevocationStore) {
    let subject = fresh("subject");
    revoke_subject(store, &subject, at(0)).await;
    assert!(is_revoked(store, &of_subject(&subject, None)).await);
    let ageless = Consumption { issued_at: None, ..once(&fresh("jti"), &subject) };
    assert_eq!(consume(store, &ageless).await, Consumed::Revoked);
}

pub(super) async fn a_watermark_ends_families_that_had_begun(store: &dyn RevocationStore) {
    let (subject, other) = (fresh("subject"), fresh("subject"));
    let (early, same, late) = (fresh("early"), fresh("same"), fresh("late"));
    let begun = |family: &str, n| FamilyRecord { began: micros(n), ..record(family, &subject) };
    for family in [begun(&early, 4), begun(&same, 5), begun(&late, 6)] {
        store.enroll(&family).await.unwrap();
    }
    let bystander = fresh("family");
    store.enroll(&record(&bystander, &other)).await.unwrap();
    revoke_subject(store, &subject, micros(5)).await;
    assert_eq!(names(store, &subject).await, [late.as_str()]);
    assert_eq!(names(store, &other).await, [bystander]);
    store.enroll(&begun(&same, 5)).await.unwrap();
    store.enroll(&begun(&fresh("new"), 3)).await.unwrap();
    assert_eq!(names(store, &subject).await, [late]);
}

pub(super) async fn a_watermark_stops_uses(store: &dyn RevocationStore) {
    let (subject, family) = (fresh("subject"), fresh("family"));
    let (first, second) = (fresh("jti"), fresh("jti"));
    assert_eq!(consume(store, &refresh(&first, &family, &subject)).await, Consumed::First);
    revoke_subject(store, &subject, at(0)).await;
    assert!(names(store, &subject).await.is_empty());
    assert_eq!(consume(store, &refresh(&first, &family, &subject)).await, Consumed::Revoked);
    assert_eq!(consume(store, &refresh(&second, &family, &subject)).await, Consumed::Revoked);
    assert_eq!(consume(store, &once(&second, &subject)).await, Consumed::Revoked);
    let renewal = Consumption { renews: Some(at(0)), ..refresh(&second, &family, &subject) };
    assert_eq!(consume(store, &renewal).await, Consumed::Revoked);
    assert!(!is_used(store, &second).await);

    let again = Consumption { issued_at: Some(micros(1)), ..once(&second, &subject) };
    assert_eq!(consume(store, &again).await, Consumed::First);
    assert_eq!(consume(store, &once(&fresh("jti"), &fresh("subject"))).await, Consumed::First);
}
