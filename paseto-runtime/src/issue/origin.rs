//! Whose login a token in the making belongs to, and what it inherits of it.

use std::sync::Arc;

use super::lineage::Lineage;
use super::{IssueError, TokenBuilder, payload};
use crate::claims::Family;
use crate::kind::TokenKind;
use crate::profile::Profile;

impl TokenBuilder {
    /// Only tokens of the same subject are of the same login.
    pub(super) fn descends_from(mut self, lineage: Option<&Arc<Lineage>>) -> Self {
        self.lineage = lineage.filter(|lineage| lineage.is_of(&self.subject)).cloned();
        self
    }

    /// With a CSRF value: the login's own, so that a page which holds it need not look again.
    pub(crate) fn for_cookies(mut self) -> Result<Self, IssueError> {
        let inherited = self.lineage.as_deref().and_then(Lineage::csrf).map(str::to_owned);
        let known = self.csrf.take().or(inherited);
        self.csrf = Some(known.map_or_else(payload::random_id, Ok)?);
        Ok(self)
    }

    /// Of the guard's family, else of a new one.
    pub(crate) fn of_a_family(mut self) -> Result<Self, IssueError> {
        let inherited = self.lineage.as_deref().and_then(|lineage| lineage.family().cloned());
        let known = self.family.take().or(inherited);
        self.begins_login |= known.is_none();
        self.family = Some(known.map_or_else(|| self.found_family(), Ok)?);
        Ok(self)
    }

    fn found_family(&self) -> Result<Family, IssueError> {
        let now = self.profile.clock().now();
        Family::new(payload::random_id()?, now).ok_or(IssueError::Sealing)
    }

    pub(crate) fn shared_profile(&self) -> Arc<Profile> {
        Arc::clone(&self.profile)
    }

    pub(crate) fn kind(&self) -> &TokenKind {
        &self.kind
    }
}
