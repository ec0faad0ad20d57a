//! The handle that makes tokens.

use std::sync::Arc;

use super::lineage::Lineage;
use super::ticket;
use super::{PairBuilder, TokenBuilder};
use crate::claims::Subject;
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::token::Token;

/// Makes the tokens of one profile. A handler takes it as a parameter; a cheap clone.
///
/// Every [`pair`](Self::pair) begins a family: all tokens of one login, which end together at the
/// latest `family.ttl` after it and can be revoked together. Behind a guard the issuer knows the
/// guard's token: what it makes for the same subject continues that family, so that a refresh can
/// neither prolong a login for ever nor outlive its log-out. Custom kinds belong to no family,
/// but for the [`ticket`](Self::ticket).
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
    lineage: Option<Arc<Lineage>>,
}

impl Issuer {
    pub(crate) fn new(profile: Arc<Profile>) -> Self {
        Self { profile, lineage: None }
    }

    /// Behind a guard: what it makes for the same subject is of the same login.
    pub(crate) fn behind_guard(profile: Arc<Profile>, lineage: Option<Arc<Lineage>>) -> Self {
        Self { profile, lineage }
    }

    /// An access token for this subject.
    #[must_use]
    pub fn access(&self, subject: impl Into<Subject>) -> TokenBuilder {
        let token = TokenBuilder::new(self.profile.clone(), TokenKind::Access, subject.into());
        token.descends_from(self.lineage.as_ref())
    }

    /// A refresh token for this subject.
    #[must_use]
    pub fn refresh(&self, subject: impl Into<Subject>) -> TokenBuilder {
        let token = TokenBuilder::new(self.profile.clone(), TokenKind::Refresh, subject.into());
        token.descends_from(self.lineage.as_ref())
    }

    /// A token of the application's own kind, such as `email-verify`. A kind that is empty, `access`
    /// or `refresh` is an error when it is issued.
    #[must_use]
    pub fn custom(&self, kind: &str, subject: impl Into<Subject>) -> TokenBuilder {
        TokenBuilder::new(Arc::clone(&self.profile), TokenKind::Custom(kind.into()), subject.into())
    }

    /// A ticket that opens a WebSocket in the name of this token, for clients that can put
    /// something into a URL and nowhere else. It is of the kind `ws-ticket` and lives 30 seconds,
    /// or shorter if [`expires_in`](TokenBuilder::expires_in) says so; longer is an error. It says
    /// what the token says: subject, audience, custom claims, scopes.
    ///
    /// The socket that it opens does not end with the ticket but with the token that it stands for:
    /// when that expires, or when that, its family or its subject is revoked. The route takes it
    /// once:
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::{Issuer, Token};
    ///
    /// // Behind `#[paseto_required]`; the socket's own route says
    /// // `#[paseto_required(kind = "ws-ticket", single_use, from(query("ticket")))]`.
    /// async fn ticket(token: Token, issuer: Issuer) -> actix_web::Result<String> {
    ///     Ok(issuer.ticket(&token).issue()?.into_string())
    /// }
    /// ```
    #[must_use]
    pub fn ticket(&self, token: &Token) -> TokenBuilder {
        ticket::standing_for(token, Arc::clone(&self.profile))
    }

    /// An access token and a refresh token in one go: the two of one login.
    #[must_use]
    pub fn pair(&self, subject: impl Into<Subject>) -> PairBuilder {
        let subject = subject.into();
        PairBuilder::new(self.access(subject.clone()), self.refresh(subject))
    }
}
