//! An operator's word after a revocation store has lost data.

use std::time::Duration;

use actix_web::rt::time::timeout;

use super::Paseto;
use crate::audit::Audited;
use crate::profile::Profile;
use crate::revocation::{OlderTokens, StoreError};

/// No request waits for it; a person does.
const LIMIT: Duration = Duration::from_secs(10);

/// Why a store was not told to go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// No source knows a profile of this name.
    #[error("no such profile")]
    NoProfile,
    /// The store did not acknowledge it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Paseto {
    /// Tells the default profile's revocation store, which has lost data and so answers nothing
    /// any more ([`StoreError::Lost`]), to go on with what it has. For all nodes and all profiles
    /// that share it.
    ///
    /// [`OlderTokens::Void`] is safe: everybody logs in again. See [`OlderTokens`] for the other.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # async fn operate(paseto: actix_paseto::Paseto) -> Result<(), Box<dyn std::error::Error>> {
    /// use actix_paseto::revocation::OlderTokens;
    ///
    /// // Behind a route or a command that is the operator's alone:
    /// if !paseto.health().await.is_ready() {
    ///     paseto.resume(OlderTokens::Void).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ResumeError::Store`] if the store has not acknowledged it within 10 s, with
    /// [`StoreError::Unsupported`] from one that cannot notice a loss.
    pub async fn resume(&self, older: OlderTokens) -> Result<(), ResumeError> {
        resume(self.default_profile(), older).await
    }

    /// As [`resume`](Self::resume), for the store of another configured profile.
    ///
    /// # Errors
    ///
    /// As [`resume`](Self::resume), and [`ResumeError::NoProfile`].
    pub async fn resume_for(&self, profile: &str, older: OlderTokens) -> Result<(), ResumeError> {
        resume(self.profile(Some(profile)).ok_or(ResumeError::NoProfile)?, older).await
    }
}

async fn resume(profile: &Profile, older: OlderTokens) -> Result<(), ResumeError> {
    let told = timeout(LIMIT, profile.store.resume(older)).await;
    told.unwrap_or(Err(StoreError::TimedOut))?;
    tracing::warn!(target: "paseto", profile = profile.name, ?older, "the revocation store resumes");
    profile.tell(|| Audited::StoreResumed { older });
    Ok(())
}
