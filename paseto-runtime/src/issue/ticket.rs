//! A ticket: a token that opens one socket in the name of another token.

use std::sync::Arc;
use std::time::Duration;

use super::builder::Lifetime;
use super::{IssueError, TokenBuilder};
use crate::claims::{RESERVED, Ticket};
use crate::config::Ttl;
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::token::Token;

/// Long enough to open a socket; a log that holds the URL is read later.
const LIFE: Duration = Duration::from_secs(30);

/// A ticket that was bought with a ticket stands for what that one stands for.
///
/// It has a family in any case: "log out everywhere" looks at the login, and the ticket's own `iat`
/// may be later than a log-out that the token has not survived.
pub(super) fn standing_for(token: &Token, profile: Arc<Profile>) -> TokenBuilder {
    let kind = TokenKind::Custom(Ticket::NAME.into());
    let mut draft = TokenBuilder::new(profile, kind, token.subject().clone());
    draft.custom = token.raw_claims();
    draft.custom.retain(|name, _| !RESERVED.contains(&name.as_str()));
    draft.audience = token.audience().to_vec();
    draft.issuer = token.issuer().map(str::to_owned);
    draft.family = token.family_or_own();
    draft.lifetime = Lifetime::For(LIFE.min(draft.profile.settings.max_ttl));
    let jti = token.ticket_for().unwrap_or(token.jti());
    draft.ticket = Some(Ticket::new(jti, token.ends()));
    draft
}

pub(super) fn check(life: Ttl) -> Result<(), IssueError> {
    match life {
        Ttl::For(life) if life <= LIFE => Ok(()),
        Ttl::For(_) | Ttl::Never => Err(IssueError::TicketLivesTooLong),
    }
}
