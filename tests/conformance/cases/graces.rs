//! A second use within a moment: no theft, and no second successor.

use actix_paseto::revocation::{Consumed, Consumption, FamilyRecord, RevocationStore};

use super::setup::{
    at, consume, fresh, grace, is_revoked, names, of_family, once, record, refresh, repeated,
    revoke, revoke_family, revoke_subject,
};

/// A use at the second `now`, with ten seconds of grace.
fn exchange(jti: &str, successor: &str, now: u64, subject: &str) -> Consumption {
    Consumption { grace: grace(successor, now), ..once(jti, subject) }
}

pub(super) async fn within_the_grace_the_first_successor_is_handed_out_again(
    store: &dyn RevocationStore,
) {
    let (a, b, subject) = (fresh("jti"), fresh("jti"), fresh("subject"));
    assert_eq!(consume(store, &exchange(&a, &b, 0, &subject)).await, Consumed::First);
    for now in [0, 1, 10] {
        let told = consume(store, &exchange(&a, &fresh("jti"), now, &subject)).await;
        assert_eq!(told, repeated(&b, 0));
    }
    let late = exchange(&a, &fresh("jti"), 11, &subject);
    assert_eq!(consume(store, &late).await, Consumed::Again);
}

pub(super) async fn a_late_repeat_ends_the_family(store: &dyn RevocationStore) {
    let (a, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
    let used = |successor: &str, now| Consumption {
        grace: grace(successor, now),
        ..refresh(&a, &family, &subject)
    };
    assert_eq!(consume(store, &used("b", 0)).await, Consumed::First);
    assert_eq!(consume(store, &used("c", 10)).await, repeated("b", 0));
    assert!(!is_revoked(store, &of_family(&family)).await);
    assert_eq!(consume(store, &used("c", 11)).await, Consumed::Again);
    assert!(is_revoked(store, &of_family(&family)).await);
    assert!(names(store, &subject).await.is_empty());
    assert_eq!(consume(store, &used("c", 1)).await, Consumed::Revoked);
}

pub(super) async fn a_repeat_without_grace_is_none(store: &dyn RevocationStore) {
    let (a, b, subject) = (fresh("jti"), fresh("jti"), fresh("subject"));
    assert_eq!(consume(store, &exchange(&a, &b, 0, &subject)).await, Consumed::First);
    assert_eq!(consume(store, &once(&a, &subject)).await, Consumed::Again);
    // Nor is one whose first use had none.
    let c = fresh("jti");
    assert_eq!(consume(store, &once(&c, &subject)).await, Consumed::First);
    assert_eq!(consume(store, &exchange(&c, &b, 0, &subject)).await, Consumed::Again);
}

pub(super) async fn a_repeat_leaves_the_family_as_it_was(store: &dyn RevocationStore) {
    let (a, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
    let used = |now, label: &str| {
        let label = Some(label.to_owned());
        let family = FamilyRecord { last_used: at(now), label, ..record(&family, &subject) };
        Consumption { family: Some(family), ..exchange(&a, "next", now, &subject) }
    };
    assert_eq!(consume(store, &used(0, "phone")).await, Consumed::First);
    let before = store.families(&subject).await.unwrap();
    assert_eq!(before, [used(0, "phone").family.unwrap()]);
    assert_eq!(consume(store, &used(5, "tablet")).await, repeated("next", 0));
    assert_eq!(store.families(&subject).await.unwrap(), before);
}

pub(super) async fn a_grace_ends_once_its_successor_is_used(store: &dyn RevocationStore) {
    let subject = fresh("subject");
    let [a, b, c, d] = [(); 4].map(|()| fresh("jti"));
    assert_eq!(consume(store, &exchange(&a, &b, 0, &subject)).await, Consumed::First);
    assert_eq!(consume(store, &exchange(&b, &c, 1, &subject)).await, Consumed::First);
    assert_eq!(consume(store, &exchange(&c, &d, 2, &subject)).await, Consumed::First);
    assert_eq!(consume(store, &exchange(&b, "x", 3, &subject)).await, Consumed::Again);
    assert_eq!(consume(store, &exchange(&a, "x", 3, &subject)).await, Consumed::Again);
    assert_eq!(consume(store, &exchange(&c, "x", 3, &subject)).await, repeated(&d, 2));
}

pub(super) async fn a_grace_ends_once_its_successor_is_revoked(store: &dyn RevocationStore) {
    let (a, b, subject) = (fresh("jti"), fresh("jti"), fresh("subject"));
    assert_eq!(consume(store, &exchange(&a, &b, 0, &subject)).await, Consumed::First);
    revoke(store, &b).await;
    assert_eq!(consume(store, &exchange(&a, "x", 1, &subject)).await, Consumed::Again);
}

pub(super) async fn a_grace_ends_once_its_token_is_revoked(store: &dyn RevocationStore) {
    let (a, b, subject) = (fresh("jti"), fresh("jti"), fresh("subject"));
    assert_eq!(consume(store, &exchange(&a, &b, 0, &subject)).await, Consumed::First);
    revoke(store, &a).await;
    assert_eq!(consume(store, &exchange(&a, "x", 1, &subject)).await, Consumed::Again);
}

pub(super) async fn a_repeat_after_a_log_out_is_revoked(store: &dyn RevocationStore) {
    let (a, family, subject) = (fresh("jti"), fresh("family"), fresh("subject"));
    let used = |now| Consumption { grace: grace("b", now), ..refresh(&a, &family, &subject) };
    assert_eq!(consume(store, &used(0)).await, Consumed::First);
    revoke_family(store, &family).await;
    assert_eq!(consume(store, &used(1)).await, Consumed::Revoked);

    let c = fresh("jti");
    assert_eq!(consume(store, &exchange(&c, "d", 0, &subject)).await, Consumed::First);
    revoke_subject(store, &subject, at(0)).await;
    assert_eq!(consume(store, &exchange(&c, "d", 1, &subject)).await, Consumed::Revoked);
}
