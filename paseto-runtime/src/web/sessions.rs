//! Sessions as the user sees them: begun by a login, listed, ended one by one.

use std::time::SystemTime;

use super::Revocations;
use super::in_time::in_time;
use crate::claims::Subject;
use crate::issue::{IssueError, PairBuilder, TokenPair};
use crate::profile::Profile;
use crate::revocation::{FamilyRecord, StoreError};
use crate::telemetry::Operation;
use crate::time::Timestamp;
use crate::token::Token;

/// It may come from the client, and is kept as long as the login.
const LABEL: usize = 128;

/// Why a session was not begun.
#[derive(Debug, thiserror::Error)]
#[allow(clippy::exhaustive_enums, reason = "tokens are made and the family is kept, nothing else")]
pub enum SessionError {
    /// The tokens could not be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store did not acknowledge the family.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PairBuilder {
    /// Begins a session: makes both tokens and has the store keep their family under a label of the
    /// application's, such as a device. [`Revocations::families`] lists it from then on. 128 characters
    /// of the label are kept.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::{Issuer, TokenPair};
    ///
    /// async fn login(issuer: Issuer) -> actix_web::Result<TokenPair> {
    ///     // After you have checked a password:
    ///     Ok(issuer.pair("alice").fresh().begin("Firefox on Linux").await?)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SessionError`]; nothing is handed out then.
    pub async fn begin(self, label: impl Into<String>) -> Result<TokenPair, SessionError> {
        let pair = self.of_one_family()?;
        // First the tokens, which may be refused: a login that is listed was handed out.
        let tokens = pair.make()?;
        pair.enroll(label.into()).await?;
        pair.announce(&tokens);
        Ok(tokens)
    }

    /// Only after [`of_one_family`](Self::of_one_family) is there a family to keep.
    pub(super) async fn enroll(&self, label: String) -> Result<(), StoreError> {
        let label = label.chars().take(LABEL).collect();
        let Some(record) = self.record(Some(label)) else { return Ok(()) };
        let profile = self.profile();
        in_time(profile, Operation::Enroll, profile.store.enroll(&record)).await
    }
}

/// A login that has neither ended nor been revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LiveFamily {
    /// By which [`Revocations::revoke_family`] ends it.
    pub id: String,
    /// When the login was.
    pub began: SystemTime,
    /// When its refresh token was last used up; the login, if never.
    pub last_used: SystemTime,
    /// As it was begun with.
    pub label: Option<String>,
}

impl LiveFamily {
    /// Whether this token belongs to it: "this device" in a list of them.
    #[must_use]
    pub fn holds(&self, token: &Token) -> bool {
        token.family().is_some_and(|family| family.id() == self.id)
    }
}

impl From<FamilyRecord> for LiveFamily {
    fn from(record: FamilyRecord) -> Self {
        let FamilyRecord { family: id, began, last_used, label, .. } = record;
        let (began, last_used) = (Timestamp::to_system(began), Timestamp::to_system(last_used));
        Self { id, began, last_used, label }
    }
}

impl Revocations {
    /// The subject's live sessions, the one that was used last first. A subject that is a number is
    /// another one than the text of its digits. A session is listed from
    /// [`PairBuilder::begin`] on; one that was made by [`PairBuilder::issue`] from its first
    /// rotation on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store did not answer.
    pub async fn families(
        &self,
        subject: impl Into<Subject>,
    ) -> Result<Vec<LiveFamily>, StoreError> {
        let key = subject.into().store_key();
        let records = listed(self.profile(), &key).await?;
        Ok(records.into_iter().map(LiveFamily::from).collect())
    }
}

pub(super) async fn listed(
    profile: &Profile,
    subject: &str,
) -> Result<Vec<FamilyRecord>, StoreError> {
    in_time(profile, Operation::Families, profile.store.families(subject)).await
}
