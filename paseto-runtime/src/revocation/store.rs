//! What a revocation store answers, and how it is asked: once per request.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::Debug;
use std::pin::Pin;

use super::{Changes, Consumed, Consumption, FamilyRecord, OlderTokens, StoreHealth, SubjectKey};
use crate::time::Timestamp;

/// The answer of a store, once it comes.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Remembers what has been revoked.
///
/// A store that cannot answer says so with an error; the request is then refused. It must never
/// forget a revocation that it has acknowledged before the time to keep it has passed.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use std::collections::HashSet;
/// use std::sync::RwLock;
/// use actix_paseto::revocation::{
///     Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture,
/// };
///
/// /// Knows single tokens only, and keeps them for ever.
/// #[derive(Debug, Default)]
/// struct SetStore(RwLock<HashSet<String>>);
///
/// fn broken(_: impl std::fmt::Debug) -> StoreError {
///     StoreError::Unreachable("the lock is poisoned".into())
/// }
///
/// impl RevocationStore for SetStore {
///     fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing> {
///         Box::pin(async move {
///             let set = self.0.read().map_err(broken)?;
///             let hit = query.jtis().any(|jti| set.contains(jti));
///             Ok(if hit { Standing::Revoked } else { Standing::Live })
///         })
///     }
///
///     fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()> {
///         Box::pin(async move {
///             let Revocation::Token { jti, .. } = revocation else {
///                 return Err(StoreError::Unreachable("subjects are not kept here".into()));
///             };
///             self.0.write().map_err(broken)?.insert(jti.clone());
///             Ok(())
///         })
///     }
/// }
/// # fn main() {}
/// ```
pub trait RevocationStore: Send + Sync + Debug + 'static {
    /// Whether the token, or all tokens of its subject, have been revoked.
    ///
    /// # Errors
    ///
    /// [`StoreError`] whenever the answer is not certain.
    fn check<'a>(&'a self, query: &'a Query<'a>) -> StoreFuture<'a, Standing>;

    /// The answer, where it can be had without waiting; `None` sends the caller to
    /// [`check`](Self::check). Spares a store in memory the future.
    fn check_now(&self, query: &Query<'_>) -> Option<Result<Standing, StoreError>> {
        let _ = query;
        None
    }

    /// Whether nothing at all is revoked or used up, and that is certain without waiting: then a
    /// token that is no refresh token is live, and [`check_now`](Self::check_now) is not asked.
    fn revokes_nothing(&self) -> bool {
        false
    }

    /// Revokes. Once this is `Ok`, every [`check`](Self::check) that starts later knows of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the revocation may not have been kept.
    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()>;

    /// Whether [`consume`](Self::consume), [`enroll`](Self::enroll) and
    /// [`families`](Self::families) are more than the refusals that they are by default. Asked when
    /// the program starts.
    fn keeps_families(&self) -> bool {
        false
    }

    /// Uses up a token, in one step: of any number of callers, one is told [`Consumed::First`].
    /// From then on [`check`](Self::check) says that it is revoked. The family of a token that
    /// comes a second time is revoked in the same step.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the token may have been used up then.
    fn consume<'a>(&'a self, consumption: &'a Consumption) -> StoreFuture<'a, Consumed> {
        let _ = consumption;
        Box::pin(std::future::ready(Err(StoreError::Unsupported)))
    }

    /// [`consume`](Self::consume), where it can be done without waiting; `None` sends the caller
    /// there.
    fn consume_now(&self, consumption: &Consumption) -> Option<Result<Consumed, StoreError>> {
        let _ = consumption;
        None
    }

    /// Remembers a family, so that [`families`](Self::families) lists it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it may not have been kept.
    fn enroll<'a>(&'a self, family: &'a FamilyRecord) -> StoreFuture<'a, ()> {
        let _ = family;
        Box::pin(std::future::ready(Err(StoreError::Unsupported)))
    }

    /// The live families of a subject (as [`Query::subject`] names it), the one that was used last
    /// first: neither revoked nor at their end.
    ///
    /// # Errors
    ///
    /// [`StoreError`] whenever the answer is not certain.
    fn families<'a>(&'a self, subject: &'a str) -> StoreFuture<'a, Vec<FamilyRecord>> {
        let _ = subject;
        Box::pin(std::future::ready(Err(StoreError::Unsupported)))
    }

    /// How it is; an error if it cannot be relied on at this moment. Asked by readiness routes, not
    /// for every request.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: what a check would be answered.
    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(std::future::ready(Ok(StoreHealth::default())))
    }

    /// An operator's word after [`StoreError::Lost`]: the data are as they are, go on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it may not have been kept; [`StoreError::Unsupported`] from a store that
    /// cannot notice a loss.
    fn resume(&self, older: OlderTokens) -> StoreFuture<'_, ()> {
        let _ = older;
        Box::pin(std::future::ready(Err(StoreError::Unsupported)))
    }

    /// Tells of every revocation, so that open connections end at once. `None`: it must be asked
    /// again and again.
    fn changes(&self) -> Option<Changes> {
        None
    }
}

/// All that one request asks, borrowed from its token.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::revocation::Query;
///
/// let query = Query { jti: Some("a".into()), subject: Some("t:alice".into()), ..Query::default() };
/// assert!(query.jtis().eq(["a"]));
/// let kept: Query<'static> = query.into_owned();
/// # assert_eq!(kept.subject, Some("t:alice".into()));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates take it apart")]
pub struct Query<'a> {
    /// The claim `jti`.
    pub jti: Option<Cow<'a, str>>,
    /// The claim `sub`, as [`Subject::store_key`](crate::claims::Subject::store_key) writes it:
    /// `t:alice`, `n:7`.
    pub subject: Option<SubjectKey<'a>>,
    /// When the subject logged in: the beginning of the token's family, or else the claim `iat`.
    pub issued_at: Option<Timestamp>,
    /// The id of the token's family.
    pub family: Option<Cow<'a, str>>,
    /// Of a token that renews its family: when it was made. It is revoked once one of the family
    /// has been used up that was made then or later ([`Consumption::renews`]).
    pub renews: Option<Timestamp>,
    /// The `jti` of a ticket that was shown instead of the token: revoked if either is.
    pub ticket: Option<Cow<'a, str>>,
}

impl Query<'_> {
    /// Every token that is asked about by its id: one of them revoked is enough.
    pub fn jtis(&self) -> impl Iterator<Item = &str> {
        self.jti.iter().chain(&self.ticket).map(AsRef::as_ref)
    }

    /// For who asks again later.
    #[must_use]
    pub fn into_owned(self) -> Query<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Query {
            jti: self.jti.map(owned),
            subject: self.subject.map(SubjectKey::into_owned),
            issued_at: self.issued_at,
            family: self.family.map(owned),
            renews: self.renews,
            ticket: self.ticket.map(owned),
        }
    }
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a token is revoked or it is not")]
pub enum Standing {
    /// Not revoked.
    Live,
    /// Revoked, by itself, with its family or with its subject.
    Revoked,
}

/// What is to be revoked, and until when that must be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// One token.
    Token {
        /// Its claim `jti`.
        jti: String,
        /// No earlier than `exp` plus the leeway; `None` is for ever.
        keep_until: Option<Timestamp>,
    },
    /// Every token of one login.
    Family {
        /// Its id.
        family: String,
        /// No earlier than the last `exp` that its tokens can have, plus the leeway; `None` is for
        /// ever.
        keep_until: Option<Timestamp>,
    },
    /// Every token of a subject that was issued until now: "log out everywhere".
    Subject {
        /// As [`Query::subject`].
        subject: String,
        /// A token with [`Query::issued_at`] at or before this instant, or without it, is revoked.
        before: Timestamp,
        /// No earlier than the last `exp` that those tokens can have, plus the leeway; `None` is
        /// for ever.
        keep_until: Option<Timestamp>,
    },
}

/// Why a store gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Every place is taken by a revocation that still counts; none is given up for a new one.
    #[error("revocation store is full")]
    Full,
    /// It could not be asked, or its answer made no sense.
    #[error("revocation store is unreachable")]
    Unreachable(#[source] Box<dyn Error + Send + Sync>),
    /// It does not do this at all.
    #[error("revocation store does not do this")]
    Unsupported,
    /// Data are missing that it held before. Nothing is answered from what is left.
    #[error("revocation store has lost data")]
    Lost,
    /// The copy in this process has not heard of the store for too long.
    #[error("copy of the revocation store is too old")]
    Stale,
    /// It did not answer in time.
    #[error("revocation store did not answer in time")]
    TimedOut,
}
