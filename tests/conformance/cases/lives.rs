//! How long a store remembers: never less than it was ever told.

use actix_paseto::revocation::{Consumed, Consumption, Revocation, RevocationStore};
use actix_paseto::time::Timestamp;

use super::setup::{
    at, consume, fresh, is_revoked, is_used, micros, of_family, of_subject, once,
    revoke_subject_until, revoke_until,
};

pub(super) async fn no_life_is_shortened(store: &dyn RevocationStore) {
    for long in [None, Some(at(60)), Some(Timestamp::MAX)] {
        let (jti, family) = (fresh("jti"), fresh("family"));
        for keep_until in [long, Some(Timestamp::MIN), Some(at(0)), Some(Timestamp::MIN)] {
            revoke_until(store, &jti, keep_until).await;
            let revocation = Revocation::Family { family: family.clone(), keep_until };
            store.revoke(&revocation).await.unwrap();
            assert!(is_used(store, &jti).await, "{long:?}, {keep_until:?}");
            assert!(is_revoked(store, &of_family(&family)).await, "{long:?}, {keep_until:?}");
        }
    }
}

pub(super) async fn a_use_is_not_shortened_by_a_revocation(store: &dyn RevocationStore) {
    for long in [None, Some(at(60))] {
        let (jti, subject) = (fresh("jti"), fresh("subject"));
        let used = Consumption { keep_until: long, ..once(&jti, &subject) };
        assert_eq!(consume(store, &used).await, Consumed::First);
        revoke_until(store, &jti, Some(Timestamp::MIN)).await;
        assert!(is_used(store, &jti).await);
        let shorter = Consumption { keep_until: Some(Timestamp::MIN), ..used };
        assert_eq!(consume(store, &shorter).await, Consumed::Again);
        assert!(is_used(store, &jti).await);
    }
}

pub(super) async fn the_last_instant_of_the_calendar_is_an_end(store: &dyn RevocationStore) {
    let (jti, subject) = (fresh("jti"), fresh("subject"));
    let end = Some(Timestamp::MAX);
    revoke_until(store, &jti, end).await;
    revoke_subject_until(store, &subject, Timestamp::MAX, end).await;
    assert!(is_used(store, &jti).await);
    assert!(is_revoked(store, &of_subject(&subject, Some(Timestamp::MAX))).await);
    let used = Consumption { keep_until: end, ..once(&fresh("jti"), &fresh("subject")) };
    assert_eq!(consume(store, &used).await, Consumed::First);
    assert!(is_used(store, &used.jti).await);
}

pub(super) async fn a_watermark_lives_as_long_as_its_longest(store: &dyn RevocationStore) {
    for long in [None, Some(at(60))] {
        let subject = fresh("subject");
        revoke_subject_until(store, &subject, micros(5), long).await;
        revoke_subject_until(store, &subject, micros(3), Some(Timestamp::MIN)).await;
        assert!(is_revoked(store, &of_subject(&subject, Some(micros(5)))).await);
        revoke_subject_until(store, &subject, micros(9), Some(Timestamp::MIN)).await;
        assert!(is_revoked(store, &of_subject(&subject, Some(micros(9)))).await);
        assert!(!is_revoked(store, &of_subject(&subject, Some(micros(10)))).await);
    }
}
