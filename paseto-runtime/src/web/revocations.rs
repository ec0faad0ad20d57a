//! The handle that revokes.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::rt::time::timeout;
use actix_web::{Error, FromRequest, HttpRequest};

use super::admission::Admission;
use super::{Paseto, install};
use crate::claims::Subject;
use crate::profile::Profile;
use crate::revocation::{Revocation, StoreError};
use crate::token::Token;

/// Revokes tokens. A handler takes it as a parameter; a cheap clone.
///
/// What returned `Ok` is in force: the store has acknowledged it.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::{Revocations, Token};
/// use actix_web::{HttpResponse, error};
///
/// async fn logout(token: Token, revocations: Revocations) -> actix_web::Result<HttpResponse> {
///     revocations.revoke(&token).await?;
///     Ok(HttpResponse::NoContent().finish())
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Revocations {
    profile: Arc<Profile>,
}

impl Revocations {
    pub(super) fn new(profile: Arc<Profile>) -> Self {
        Self { profile }
    }

    /// Revokes this token until it would have expired anyway.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store did not acknowledge it: the token may still be accepted.
    pub async fn revoke(&self, token: &Token) -> Result<(), StoreError> {
        let jti = token.jti().to_owned();
        self.write(Revocation::Token { jti, keep_until: self.profile.keep_until(token) }).await
    }

    /// Revokes a token by its id alone, for as long as any token may live.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_jti(&self, jti: &str) -> Result<(), StoreError> {
        let keep_until = self.profile.keep_subject_until(self.profile.clock().now());
        self.write(Revocation::Token { jti: jti.to_owned(), keep_until }).await
    }

    /// Revokes every token that this subject holds by now: log out everywhere. A login after it
    /// counts again.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_subject(&self, subject: impl Into<Subject>) -> Result<(), StoreError> {
        let now = self.profile.clock().now();
        self.write(Revocation::Subject {
            subject: subject.into().store_key(),
            before: now,
            keep_until: self.profile.keep_subject_until(now),
        })
        .await
    }

    async fn write(&self, revocation: Revocation) -> Result<(), StoreError> {
        let limit = self.profile.settings.revocation.timeout;
        match timeout(limit, self.profile.store.revoke(&revocation)).await {
            Ok(written) => written,
            Err(_) => Err(StoreError::TimedOut),
        }
    }
}

impl FromRequest for Revocations {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(profile_of(req).map(Self::new))
    }
}

/// The profile of the guard that let the request in, else the default one.
pub(super) fn profile_of(req: &HttpRequest) -> Result<Arc<Profile>, Error> {
    if let Some(admission) = Admission::of_request(req) {
        return Ok(Arc::clone(admission.profile()));
    }
    let paseto = Paseto::of_request(req).ok_or_else(install::not_installed)?;
    paseto.profile(None).cloned().ok_or_else(|| install::not_installed().into())
}
