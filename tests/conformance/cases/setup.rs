//! Names that nobody has used, uses and questions.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::OnceLock;
use std::time::Duration;

use actix_paseto::revocation::{
    Consumed, Consumption, FamilyRecord, Grace, Query, Revocation, RevocationStore, Standing,
};
use actix_paseto::time::{Clock, Timestamp};

/// As a worker asks: on a runtime of its own.
pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(answer)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_micros(Clock::system().now().to_unix_micros()).unwrap()
}

/// An hour from now: later than the store began, and nothing is over while the cases run. A whole
/// millisecond, as a store may round the end of a life up to the next.
pub(crate) fn at(seconds: u64) -> Timestamp {
    static BASE: OnceLock<Timestamp> = OnceLock::new();
    after(*BASE.get_or_init(|| now().whole_seconds()), Duration::from_secs(3_600 + seconds))
}

pub(crate) fn after(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap()
}

pub(crate) fn micros(n: u64) -> Timestamp {
    after(at(0), Duration::from_micros(n))
}

/// A name that has not been before.
pub(crate) fn fresh(what: &str) -> String {
    let seed = RandomState::new();
    format!("{what} {:016x}{:016x}", seed.hash_one(0), seed.hash_one(1))
}

pub(crate) fn once(jti: &str, subject: &str) -> Consumption {
    Consumption {
        jti: jti.to_owned(),
        subject: subject.to_owned(),
        issued_at: Some(at(0)),
        keep_until: Some(at(60)),
        renews: None,
        family: None,
        grace: None,
    }
}

pub(crate) fn record(family: &str, subject: &str) -> FamilyRecord {
    FamilyRecord {
        family: family.to_owned(),
        subject: subject.to_owned(),
        began: at(0),
        last_used: at(0),
        keep_until: Some(at(3_600)),
        label: None,
    }
}

pub(crate) fn refresh(jti: &str, family: &str, subject: &str) -> Consumption {
    Consumption { family: Some(record(family, subject)), ..once(jti, subject) }
}

/// Ten seconds from the second `now`.
pub(crate) fn grace(successor: &str, now: u64) -> Option<Grace> {
    Some(Grace { successor: successor.to_owned(), at: at(now), until: at(now + 10) })
}

pub(crate) fn repeated(successor: &str, now: u64) -> Consumed {
    Consumed::Repeated { successor: successor.to_owned(), at: at(now) }
}

pub(crate) async fn consume(store: &dyn RevocationStore, used: &Consumption) -> Consumed {
    store.consume(used).await.unwrap()
}

pub(crate) async fn revoke(store: &dyn RevocationStore, jti: &str) {
    revoke_until(store, jti, Some(at(60))).await;
}

pub(crate) async fn revoke_until(
    store: &dyn RevocationStore,
    jti: &str,
    keep_until: Option<Timestamp>,
) {
    store.revoke(&Revocation::Token { jti: jti.to_owned(), keep_until }).await.unwrap();
}

pub(crate) async fn revoke_family(store: &dyn RevocationStore, family: &str) {
    let family = family.to_owned();
    store.revoke(&Revocation::Family { family, keep_until: Some(at(3_600)) }).await.unwrap();
}

pub(crate) async fn revoke_subject(store: &dyn RevocationStore, subject: &str, before: Timestamp) {
    revoke_subject_until(store, subject, before, Some(at(3_600))).await;
}

pub(crate) async fn revoke_subject_until(
    store: &dyn RevocationStore,
    subject: &str,
    before: Timestamp,
    keep_until: Option<Timestamp>,
) {
    let subject = subject.to_owned();
    store.revoke(&Revocation::Subject { subject, before, keep_until }).await.unwrap();
}

/// What both ways to ask say.
pub(crate) async fn is_revoked(store: &dyn RevocationStore, query: &Query<'_>) -> bool {
    let standing = store.check(query).await.unwrap();
    if let Some(at_once) = store.check_now(query) {
        assert_eq!(at_once.unwrap(), standing, "{query:?}");
    }
    standing == Standing::Revoked
}

pub(crate) async fn is_used(store: &dyn RevocationStore, jti: &str) -> bool {
    is_revoked(store, &of_token(jti)).await
}

pub(crate) fn of_token(jti: &str) -> Query<'static> {
    Query { jti: Some(jti.to_owned().into()), ..Query::default() }
}

/// A token of the family that no store has heard of.
pub(crate) fn of_family(family: &str) -> Query<'static> {
    Query { family: Some(family.to_owned().into()), ..of_token(&fresh("unheard")) }
}

pub(crate) fn of_subject(subject: &str, issued_at: Option<Timestamp>) -> Query<'static> {
    Query { subject: Some(subject.to_owned().into()), issued_at, ..of_token(&fresh("unheard")) }
}

/// A token that renews the family and was made then.
pub(crate) fn renewing(family: &str, made: Timestamp) -> Query<'static> {
    Query { renews: Some(made), ..of_family(family) }
}

pub(crate) async fn names(store: &dyn RevocationStore, subject: &str) -> Vec<String> {
    let listed = store.families(subject).await.unwrap();
    listed.into_iter().map(|record| record.family).collect()
}
