//! The handle that makes tokens.

use std::sync::Arc;

use super::{PairBuilder, TokenBuilder};
use crate::claims::Subject;
use crate::kind::TokenKind;
use crate::profile::Profile;

/// Makes the tokens of one profile. A handler takes it as a parameter; a cheap clone.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use std::time::Duration;
/// use actix_paseto::Paseto;
///
/// let issuer = Paseto::dev()?.issuer();
/// let login = issuer.access("alice").fresh().assertion("tenant-alpha").issue()?;
/// let mail = issuer.custom("email-verify", "alice").expires_in(Duration::from_secs(600)).issue()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Issuer {
    profile: Arc<Profile>,
}

impl Issuer {
    pub(crate) fn new(profile: Arc<Profile>) -> Self {
        Self { profile }
    }

    /// An access token for this subject.
    #[must_use]
    pub fn access(&self, subject: impl Into<Subject>) -> TokenBuilder {
        TokenBuilder::new(Arc::clone(&self.profile), TokenKind::Access, subject.into())
    }

    /// A refresh token for this subject.
    #[must_use]
    pub fn refresh(&self, subject: impl Into<Subject>) -> TokenBuilder {
        TokenBuilder::new(Arc::clone(&self.profile), TokenKind::Refresh, subject.into())
    }

    /// A token of the application's own kind, such as `email-verify`. A kind that is empty, `access`
    /// or `refresh` is an error when it is issued.
    #[must_use]
    pub fn custom(&self, kind: &str, subject: impl Into<Subject>) -> TokenBuilder {
        TokenBuilder::new(Arc::clone(&self.profile), TokenKind::Custom(kind.into()), subject.into())
    }

    /// An access token and a refresh token in one go.
    #[must_use]
    pub fn pair(&self, subject: impl Into<Subject>) -> PairBuilder {
        let subject = subject.into();
        PairBuilder::new(self.access(subject.clone()), self.refresh(subject))
    }
}
