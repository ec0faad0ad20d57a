//! What a revocation store answers, and how it is asked: once per request.

use std::error::Error;
use std::fmt::Debug;
use std::pin::Pin;

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
///     fn check<'a>(&'a self, query: &'a Query) -> StoreFuture<'a, Standing> {
///         Box::pin(async move {
///             let set = self.0.read().map_err(broken)?;
///             let hit = query.jti.as_ref().is_some_and(|jti| set.contains(jti));
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
    fn check<'a>(&'a self, query: &'a Query) -> StoreFuture<'a, Standing>;

    /// The answer, where it can be had without waiting; `None` sends the caller to
    /// [`check`](Self::check). Spares a store in memory the future.
    fn check_now(&self, query: &Query) -> Option<Result<Standing, StoreError>> {
        let _ = query;
        None
    }

    /// Revokes. Once this is `Ok`, every [`check`](Self::check) that starts later knows of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the revocation may not have been kept.
    fn revoke<'a>(&'a self, revocation: &'a Revocation) -> StoreFuture<'a, ()>;
}

/// All that one request asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "stores of other crates take it apart")]
pub struct Query {
    /// The claim `jti`.
    pub jti: Option<String>,
    /// The claim `sub`, as text.
    pub subject: Option<String>,
    /// The claim `iat`.
    pub issued_at: Option<Timestamp>,
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a token is revoked or it is not")]
pub enum Standing {
    /// Not revoked.
    Live,
    /// Revoked, by itself or with its subject.
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
    /// Every token of a subject that was issued until now: "log out everywhere".
    Subject {
        /// The claim `sub`, as text.
        subject: String,
        /// A token with `iat` at or before this instant, or without `iat`, is revoked.
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
    /// It did not answer in time.
    #[error("revocation store did not answer in time")]
    TimedOut,
}
