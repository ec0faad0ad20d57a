//! Families that say themselves how far they are used up.

use actix_paseto::revocation::{Consumed, Consumption, RevocationStore};

use super::setup::{
    consume, fresh, grace, is_revoked, micros, names, of_family, record, refresh, renewing,
    repeated, revoke,
};

/// One login.
struct Login {
    family: String,
    subject: String,
}

impl Login {
    fn new() -> Self {
        Self { family: fresh("family"), subject: fresh("subject") }
    }

    /// A token made so many microseconds after the login.
    fn renewal(&self, jti: &str, made: u64) -> Consumption {
        Consumption { renews: Some(micros(made)), ..refresh(jti, &self.family, &self.subject) }
    }

    fn with_grace(&self, jti: &str, made: u64, successor: &str, now: u64) -> Consumption {
        Consumption { grace: grace(successor, now), ..self.renewal(jti, made) }
    }

    async fn is_used(&self, store: &dyn RevocationStore, made: u64) -> bool {
        is_revoked(store, &renewing(&self.family, micros(made))).await
    }
}

pub(super) async fn a_family_says_itself_how_far_it_is_used_up(store: &dyn RevocationStore) {
    let login = Login::new();
    assert!(!login.is_used(store, 1).await);
    assert_eq!(consume(store, &login.renewal(&fresh("a"), 1)).await, Consumed::First);
    assert!(login.is_used(store, 0).await && login.is_used(store, 1).await);
    assert!(!login.is_used(store, 2).await);
    assert!(!is_revoked(store, &of_family(&login.family)).await);
    // One that was made beside it, before its successor.
    assert_eq!(consume(store, &login.renewal(&fresh("beside"), 2)).await, Consumed::First);
    assert_eq!(consume(store, &login.renewal(&fresh("b"), 5)).await, Consumed::First);
    assert!(login.is_used(store, 5).await && !login.is_used(store, 6).await);
    assert_eq!(names(store, &login.subject).await, [login.family.as_str()]);

    assert_eq!(consume(store, &login.renewal(&fresh("unseen"), 4)).await, Consumed::Again);
    assert_eq!(consume(store, &login.renewal(&fresh("c"), 9)).await, Consumed::Revoked);
    assert!(login.is_used(store, 9).await);
    assert!(names(store, &login.subject).await.is_empty());
}

pub(super) async fn a_renewal_that_comes_again_ends_the_family(store: &dyn RevocationStore) {
    let (login, a) = (Login::new(), fresh("a"));
    assert_eq!(consume(store, &login.renewal(&a, 1)).await, Consumed::First);
    assert_eq!(consume(store, &login.renewal(&a, 1)).await, Consumed::Again);
    assert!(is_revoked(store, &of_family(&login.family)).await);
    assert_eq!(consume(store, &login.renewal(&a, 1)).await, Consumed::Revoked);
}

pub(super) async fn a_renewal_that_was_revoked_by_itself_renews_nothing(
    store: &dyn RevocationStore,
) {
    let (login, a) = (Login::new(), fresh("a"));
    revoke(store, &a).await;
    assert_eq!(consume(store, &login.renewal(&a, 1)).await, Consumed::Again);
    assert_eq!(consume(store, &login.renewal(&fresh("b"), 2)).await, Consumed::Revoked);
}

pub(super) async fn a_renewal_has_its_grace(store: &dyn RevocationStore) {
    let (login, a) = (Login::new(), fresh("a"));
    assert_eq!(consume(store, &login.with_grace(&a, 1, "b", 2)).await, Consumed::First);
    for now in [2, 3, 12] {
        assert_eq!(consume(store, &login.with_grace(&a, 1, "x", now)).await, repeated("b", 2));
    }
    assert!(!is_revoked(store, &of_family(&login.family)).await);
}

/// The successor was made when its predecessor was used.
pub(super) async fn the_grace_of_a_renewal_ends_with_its_successor(store: &dyn RevocationStore) {
    let (login, a, b) = (Login::new(), fresh("a"), fresh("b"));
    assert_eq!(consume(store, &login.with_grace(&a, 1, &b, 2)).await, Consumed::First);
    assert_eq!(consume(store, &login.with_grace(&b, 2_000_000, "c", 3)).await, Consumed::First);
    assert_eq!(consume(store, &login.with_grace(&b, 2_000_000, "x", 4)).await, repeated("c", 3));
    assert_eq!(consume(store, &login.with_grace(&a, 1, "x", 4)).await, Consumed::Again);
    let next = login.with_grace("c", 3_000_000, "d", 5);
    assert_eq!(consume(store, &next).await, Consumed::Revoked);
}

pub(super) async fn a_late_repeat_of_a_renewal_ends_the_family(store: &dyn RevocationStore) {
    let (login, a) = (Login::new(), fresh("a"));
    assert_eq!(consume(store, &login.with_grace(&a, 1, "b", 2)).await, Consumed::First);
    assert_eq!(consume(store, &login.with_grace(&a, 1, "x", 13)).await, Consumed::Again);
    assert!(is_revoked(store, &of_family(&login.family)).await);
    assert_eq!(consume(store, &login.with_grace(&a, 1, "x", 3)).await, Consumed::Revoked);
}

pub(super) async fn a_renewal_divides_microseconds(store: &dyn RevocationStore) {
    let login = Login::new();
    for made in [1, 2, 3, 1_000, 1_001, 1_000_000] {
        assert!(!login.is_used(store, made).await, "{made}");
        assert_eq!(consume(store, &login.renewal(&fresh("a"), made)).await, Consumed::First);
        assert!(login.is_used(store, made).await && !login.is_used(store, made + 1).await);
    }
}

pub(super) async fn enrolling_again_brings_no_used_token_back(store: &dyn RevocationStore) {
    let login = Login::new();
    assert_eq!(consume(store, &login.renewal(&fresh("a"), 5)).await, Consumed::First);
    store.enroll(&record(&login.family, &login.subject)).await.unwrap();
    assert!(login.is_used(store, 5).await && !login.is_used(store, 6).await);
    assert_eq!(consume(store, &login.renewal(&fresh("b"), 5)).await, Consumed::Again);
}
