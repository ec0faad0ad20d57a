//! The handle that revokes.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::SystemTime;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};

use super::admission::Admission;
use super::in_time::in_time;
use super::sessions::listed;
use super::{Paseto, install};
use crate::audit::Audited;
use crate::claims::{Family, Subject};
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::revocation::{FamilyRecord, Revocation, StoreError};
use crate::telemetry::Operation;
use crate::time::Timestamp;
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

    /// Revokes this token until it would have expired anyway; instead of a ticket, the token that it
    /// stands for. A refresh token that comes to a route with `rotate` afterwards counts there as used
    /// before, and ends its login.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store did not acknowledge it: the token may still be accepted.
    pub async fn revoke(&self, token: &Token) -> Result<(), StoreError> {
        let jti = token.ticket_for().unwrap_or(token.jti());
        self.revoke_until(jti, self.profile.keep_until(token), Some(token.subject())).await
    }

    /// Revokes a token by its id alone, for as long as any token may live.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_jti(&self, jti: &str) -> Result<(), StoreError> {
        let keep_until = self.profile.keep_subject_until(self.profile.clock().now());
        self.revoke_until(jti, keep_until, None).await
    }

    async fn revoke_until(
        &self,
        jti: &str,
        keep_until: Option<Timestamp>,
        subject: Option<&Subject>,
    ) -> Result<(), StoreError> {
        self.write(Revocation::Token { jti: jti.to_owned(), keep_until }).await?;
        let told = || Audited::TokenRevoked { jti: jti.to_owned(), subject: subject.cloned() };
        self.profile.tell(told);
        Ok(())
    }

    /// Revokes every token that this subject holds by now: log out everywhere. So it does with what
    /// later refreshes make of them; a login after it counts again. A subject that is a number is
    /// another one than the text of its digits.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_subject(&self, subject: impl Into<Subject>) -> Result<(), StoreError> {
        self.revoke_subject_before(subject, self.profile.clock().now().to_system()).await
    }

    /// Ends the session that this token belongs to, also if the token itself counts no longer: every
    /// token of its login, also those that a refresh makes at this moment. A token of no family is
    /// revoked by itself.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn log_out(&self, token: &Token) -> Result<(), StoreError> {
        // A ticket for a token of no family has one all the same, which that token does not know.
        let family = token.family().filter(|family| token.ticket_for() != Some(family.id()));
        match family {
            Some(family) => self.end_family(family, token.subject()).await?,
            None => self.revoke_founder(token).await?,
        }
        self.profile.tell(|| Audited::LoggedOut {
            subject: token.subject().clone(),
            family: family.map(|family| family.id().to_owned()),
            jti: token.jti().to_owned(),
        });
        Ok(())
    }

    /// A refresh token of no family may have been rotated before, or at this moment: then it has
    /// founded one. The token goes first: whoever rotates it after that ends the family himself.
    async fn revoke_founder(&self, token: &Token) -> Result<(), StoreError> {
        self.revoke(token).await?;
        let may_found = *token.kind() == TokenKind::Refresh || token.ticket_for().is_some();
        let Some(family) = token.family_or_own().filter(|_| may_found) else { return Ok(()) };
        match self.end_family(&family, token.subject()).await {
            // Such a store rotates nothing either.
            Err(StoreError::Unsupported) => Ok(()),
            ended => ended,
        }
    }

    async fn end_family(&self, family: &Family, subject: &Subject) -> Result<(), StoreError> {
        let keep_until = self.profile.keep_family_until(family);
        self.end_until(family.id(), keep_until, subject).await
    }

    async fn end_until(
        &self,
        family: &str,
        keep_until: Option<Timestamp>,
        subject: &Subject,
    ) -> Result<(), StoreError> {
        let family = family.to_owned();
        self.write(Revocation::Family { family: family.clone(), keep_until }).await?;
        self.profile.tell(|| Audited::FamilyRevoked { family, subject: subject.clone() });
        Ok(())
    }

    /// Ends one of the subject's live sessions, by its [`LiveFamily::id`](super::LiveFamily::id).
    /// `false` if the subject has no such session: nobody ends another's.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_family(
        &self,
        subject: impl Into<Subject>,
        id: &str,
    ) -> Result<bool, StoreError> {
        let subject = subject.into();
        let own = listed(&self.profile, &subject.store_key()).await?;
        let Some(family) = own.into_iter().find(|family| family.family == id) else {
            return Ok(false);
        };
        let FamilyRecord { family, keep_until, .. } = family;
        self.end_until(&family, keep_until, &subject).await.map(|()| true)
    }

    /// Revokes what this subject was given at or before an instant, such as the change of a
    /// password. An instant ahead of now counts as now.
    ///
    /// # Errors
    ///
    /// As [`revoke`](Self::revoke).
    pub async fn revoke_subject_before(
        &self,
        subject: impl Into<Subject>,
        instant: SystemTime,
    ) -> Result<(), StoreError> {
        let now = self.profile.clock().now();
        // Compared first: an instant beyond the calendar is ahead as well.
        let is_ahead = instant >= now.to_system();
        let past = || Timestamp::from_system(instant).unwrap_or(Timestamp::MIN);
        let (subject, before) = (subject.into(), if is_ahead { now } else { past() });
        self.write(Revocation::Subject {
            subject: subject.store_key(),
            before,
            keep_until: self.profile.keep_subject_until(now),
        })
        .await?;
        self.profile.tell(|| Audited::SubjectRevoked { subject, before });
        Ok(())
    }

    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    async fn write(&self, revocation: Revocation) -> Result<(), StoreError> {
        in_time(&self.profile, Operation::Revoke, self.profile.store.revoke(&revocation)).await
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
    let own = Admission::look_at(req, |admission| Arc::clone(admission.profile()));
    if let Some(profile) = own {
        return Ok(profile);
    }
    let paseto = Paseto::of_request(req).ok_or_else(install::not_installed)?;
    paseto.profile(None).cloned().ok_or_else(|| install::not_installed().into())
}
