//! How long a token in the making lives.

use super::builder::Lifetime;
use super::descent::Descent;
use super::{IssueError, TokenBuilder, ticket};
use crate::claims::Ticket;
use crate::config::Ttl;
use crate::kind::TokenKind;
use crate::time::Timestamp;

impl TokenBuilder {
    pub(super) fn expiry(
        &self,
        descent: &Descent,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, IssueError> {
        let original = self.ticket.as_ref().and_then(Ticket::until);
        let end = descent.end(&self.profile).into_iter().chain(original).min();
        let own = match self.life(now)? {
            Ttl::Never => None,
            Ttl::For(life) => Some(descent.issued.checked_add(life).ok_or(IssueError::OutOfRange)?),
        };
        let expires = end.into_iter().chain(own).min().map(Timestamp::whole_seconds);
        // After truncation, so that half a second does not become a token born dead.
        match expires {
            Some(at) if at <= now && end.is_some_and(|end| end.whole_seconds() <= at) => {
                Err(IssueError::FamilyOver)
            }
            Some(at) if at <= now => Err(IssueError::Expired),
            Some(_) | None => Ok(expires),
        }
    }

    fn life(&self, now: Timestamp) -> Result<Ttl, IssueError> {
        let settings = &self.profile.settings;
        let life = match (self.lifetime, &self.kind) {
            (Lifetime::For(life), _) => Ttl::For(life),
            (Lifetime::Never, _) => Ttl::Never,
            (Lifetime::Until(at), _) => {
                Ttl::For(Timestamp::from_system(at).ok_or(IssueError::OutOfRange)?.since(now))
            }
            (Lifetime::Configured, TokenKind::Access) => settings.access_ttl,
            (Lifetime::Configured, TokenKind::Refresh) => settings.refresh_ttl,
            (Lifetime::Configured, TokenKind::Custom(_)) => settings.custom_ttl,
        };
        if self.ticket.is_some() {
            ticket::check(life)?;
        }
        match life {
            Ttl::Never if settings.require_expiry => Err(IssueError::Immortal),
            Ttl::For(life) if life > settings.max_ttl => Err(IssueError::LivesTooLong),
            Ttl::Never | Ttl::For(_) => Ok(life),
        }
    }
}
