//! What a use is told, and what it leaves behind.

use actix_paseto::revocation::{Consumed, RevocationStore};

use super::setup::{
    at, consume, fresh, is_revoked, is_used, names, of_family, once, record, refresh, revoke,
    revoke_family, revoke_subject,
};

pub(super) async fn the_first_and_every_other(store: &dyn RevocationStore) {
    let (jti, subject) = (fresh("jti"), fresh("subject"));
    assert!(!is_used(store, &jti).await);
    assert_eq!(consume(store, &once(&jti, &subject)).await, Consumed::First);
    assert!(is_used(store, &jti).await);
    for _ in 0..3 {
        assert_eq!(consume(store, &once(&jti, &subject)).await, Consumed::Again);
    }
    assert!(!is_used(store, &fresh("jti")).await);
    assert_eq!(consume(store, &once(&fresh("jti"), &subject)).await, Consumed::First);
    assert!(names(store, &subject).await.is_empty());
}

pub(super) async fn the_second_use_ends_the_family(store: &dyn RevocationStore) {
    let (jti, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
    let used = refresh(&jti, &family, &subject);
    assert_eq!(consume(store, &used).await, Consumed::First);
    assert!(is_used(store, &jti).await);
    assert!(!is_revoked(store, &of_family(&family)).await);
    assert_eq!(names(store, &subject).await, [family.as_str()]);

    assert_eq!(consume(store, &used).await, Consumed::Again);
    assert!(is_revoked(store, &of_family(&family)).await);
    assert!(names(store, &subject).await.is_empty());
    assert_eq!(consume(store, &used).await, Consumed::Revoked);
    let next = refresh(&fresh("jti"), &family, &subject);
    assert_eq!(consume(store, &next).await, Consumed::Revoked);
    assert!(!is_used(store, &next.jti).await);
}

pub(super) async fn who_is_refused_uses_nothing_up(store: &dyn RevocationStore) {
    let (a, b) = (fresh("jti"), fresh("jti"));
    let (family, subject) = (fresh("family"), fresh("subject"));
    revoke_family(store, &family).await;
    assert_eq!(consume(store, &refresh(&a, &family, &subject)).await, Consumed::Revoked);
    assert!(names(store, &subject).await.is_empty());
    revoke_subject(store, &subject, at(0)).await;
    assert_eq!(consume(store, &once(&b, &subject)).await, Consumed::Revoked);
    assert!(!is_used(store, &a).await && !is_used(store, &b).await);
    assert_eq!(consume(store, &once(&a, &fresh("subject"))).await, Consumed::First);
}

pub(super) async fn a_token_that_was_revoked_counts_as_used(store: &dyn RevocationStore) {
    let (a, b) = (fresh("jti"), fresh("jti"));
    let (family, subject) = (fresh("family"), fresh("subject"));
    revoke(store, &a).await;
    assert_eq!(consume(store, &once(&a, &subject)).await, Consumed::Again);
    assert_eq!(consume(store, &refresh(&a, &family, &subject)).await, Consumed::Again);
    assert!(is_revoked(store, &of_family(&family)).await);
    assert_eq!(consume(store, &refresh(&b, &family, &subject)).await, Consumed::Revoked);
}

pub(super) async fn a_family_that_ended_stays_so(store: &dyn RevocationStore) {
    let (family, subject) = (fresh("family"), fresh("subject"));
    store.enroll(&record(&family, &subject)).await.unwrap();
    assert_eq!(names(store, &subject).await, [family.as_str()]);
    revoke_family(store, &family).await;
    for _ in 0..2 {
        assert!(names(store, &subject).await.is_empty());
        assert!(is_revoked(store, &of_family(&family)).await);
        let used = refresh(&fresh("jti"), &family, &subject);
        assert_eq!(consume(store, &used).await, Consumed::Revoked);
        store.enroll(&record(&family, &subject)).await.unwrap();
    }
}
