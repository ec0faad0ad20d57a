//! An access token and its refresh token in the making.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::lineage::Lineage;
use super::{IssueError, TokenBuilder, TokenPair};
use crate::claims::ClaimSet;
use crate::kind::Purpose;
use crate::profile::Profile;
use crate::revocation::FamilyRecord;

/// A [`TokenPair`] in the making: what is said here holds for both, except `fresh`.
#[derive(Debug, Clone)]
pub struct PairBuilder {
    pub(super) access: TokenBuilder,
    pub(super) refresh: TokenBuilder,
}

impl PairBuilder {
    pub(super) fn new(access: TokenBuilder, refresh: TokenBuilder) -> Self {
        Self { access, refresh }
    }

    /// The subject has just logged in: the access token is fresh.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.access = self.access.fresh();
        self
    }

    /// Adds custom claims to both. See [`TokenBuilder::claims`].
    ///
    /// # Errors
    ///
    /// As [`TokenBuilder::claims`].
    pub fn claims<C: ClaimSet + Serialize>(self, claims: &C) -> Result<Self, IssueError> {
        claims.check()?;
        self.claims_json(claims)
    }

    /// Adds custom claims to both. See [`TokenBuilder::claims_json`].
    ///
    /// # Errors
    ///
    /// As [`TokenBuilder::claims_json`].
    pub fn claims_json(self, claims: &impl Serialize) -> Result<Self, IssueError> {
        let access = self.access.claims_json(claims)?;
        let refresh = self.refresh.claims_json(claims)?;
        Ok(Self { access, refresh })
    }

    /// Who both are meant for. See [`TokenBuilder::audience`].
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        let audience = audience.into();
        self.both(|token| token.audience(audience.clone()))
    }

    /// Instead of the configured issuer.
    #[must_use]
    pub fn issuer(self, issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        self.both(|token| token.issuer(issuer.clone()))
    }

    /// The footer of both. See [`TokenBuilder::footer`].
    ///
    /// # Errors
    ///
    /// As [`TokenBuilder::footer`].
    pub fn footer(self, footer: &impl Serialize) -> Result<Self, IssueError> {
        Ok(Self { access: self.access.footer(footer)?, refresh: self.refresh.footer(footer)? })
    }

    /// A footer of text for both. See [`TokenBuilder::footer_text`].
    #[must_use]
    pub fn footer_text(self, footer: impl Into<String>) -> Self {
        let footer = footer.into();
        self.both(|token| token.footer_text(footer.clone()))
    }

    /// Neither is valid before this instant. See [`TokenBuilder::not_before`].
    #[must_use]
    pub fn not_before(self, at: SystemTime) -> Self {
        self.both(|token| token.not_before(at))
    }

    /// Binds both. See [`TokenBuilder::assertion`].
    #[must_use]
    pub fn assertion(self, assertion: impl AsRef<[u8]>) -> Self {
        self.both(|token| token.assertion(assertion.as_ref()))
    }

    /// Encrypted or signed, both.
    #[must_use]
    pub fn purpose(self, purpose: Purpose) -> Self {
        self.both(|token| token.purpose(purpose))
    }

    /// The access token's life. Default: `access_ttl`.
    #[must_use]
    pub fn access_expires_in(mut self, life: Duration) -> Self {
        self.access = self.access.expires_in(life);
        self
    }

    /// The refresh token's life. Default: `refresh_ttl`.
    #[must_use]
    pub fn refresh_expires_in(mut self, life: Duration) -> Self {
        self.refresh = self.refresh.expires_in(life);
        self
    }

    /// Begins a login of its own, also behind the guard of a token whose login would go on: for the
    /// browser in which the password was changed, after all others were logged out.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::{Issuer, Revocations, Token, TokenPair};
    ///
    /// async fn new_password(
    ///     token: Token,
    ///     revocations: Revocations,
    ///     issuer: Issuer,
    /// ) -> actix_web::Result<TokenPair> {
    ///     let subject = token.subject().clone();
    ///     revocations.revoke_subject(subject.clone()).await?;
    ///     Ok(issuer.pair(subject).fresh().new_login()?.issue()?)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`IssueError::Rotated`] on a route that says `rotate`: what it makes takes the place of what
    /// it has used up.
    pub fn new_login(self) -> Result<Self, IssueError> {
        if self.access.lineage.as_deref().is_some_and(Lineage::is_rotated) {
            return Err(IssueError::Rotated);
        }
        Ok(self.both(|mut token| {
            token.lineage = None;
            token
        }))
    }

    /// Makes both. Their family is not listed before its first rotation; one that
    /// [`begin`](Self::begin) makes is.
    ///
    /// # Errors
    ///
    /// As [`TokenBuilder::issue`].
    pub fn issue(self) -> Result<TokenPair, IssueError> {
        let pair = self.of_one_family()?;
        let tokens = pair.make()?;
        pair.announce(&tokens);
        Ok(tokens)
    }

    /// Without a word to those who watch, and only after [`of_one_family`](Self::of_one_family).
    pub(crate) fn make(&self) -> Result<TokenPair, IssueError> {
        // As `exp` is: what is left out of it must not make a quarter of an hour 899 seconds.
        let now = self.access.profile.clock().now().whole_seconds().to_system();
        let access_token = self.access.make()?;
        let refresh_token = self.refresh.make()?;
        let life = |at: SystemTime| at.duration_since(now).unwrap_or_default().as_secs();
        let expires_in = access_token.expires_at().map(life);
        Ok(TokenPair { access_token, refresh_token, token_type: "Bearer", expires_in })
    }

    pub(crate) fn for_cookies(self) -> Result<Self, IssueError> {
        let access = self.access.for_cookies()?;
        let csrf = access.csrf.clone();
        Ok(Self { access, ..self }.both(|mut token| {
            token.csrf.clone_from(&csrf);
            token
        }))
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.access.profile
    }

    /// As of now; only after [`of_one_family`](Self::of_one_family) is there one.
    pub(crate) fn record(&self, label: Option<String>) -> Option<FamilyRecord> {
        let family = self.access.family.as_ref()?;
        Some(self.profile().record(family, &self.access.subject, label))
    }

    /// Of the guard's, else of a new one.
    pub(crate) fn of_one_family(self) -> Result<Self, IssueError> {
        let access = self.access.of_a_family()?;
        let family = access.family.clone();
        Ok(Self { access, ..self }.both(|mut token| {
            token.family.clone_from(&family);
            token
        }))
    }

    fn both(self, change: impl Fn(TokenBuilder) -> TokenBuilder) -> Self {
        Self { access: change(self.access), refresh: change(self.refresh) }
    }
}
