//! One configured profile, ready to serve: settings, keys, store and clock.

mod retention;
mod watched;

use std::fmt;
use std::sync::Arc;

use arc_swap::Guard;

pub(crate) use self::retention::Retention;
pub(crate) use self::watched::{Watched, outcome};
use crate::claims::{Family, Subject};
use crate::config::Settings;
use crate::error::Rejection;
use crate::keeper::{LiveKeys, Ring};
use crate::kind::TokenKind;
use crate::policy::PolicySpec;
use crate::revocation::{FamilyRecord, Query, RevocationStore};
use crate::time::{Clock, Timestamp};
use crate::token::{AuthenticToken, Limits, Rules, Token, TokenCache, UntrustedToken};

/// A profile's parts. Immutable once made; every worker shares it.
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) settings: Settings,
    pub(crate) ring: Arc<Ring>,
    pub(crate) cache: TokenCache,
    pub(crate) store: Arc<dyn RevocationStore>,
    pub(crate) clock: Clock,
    pub(crate) retention: Retention,
    pub(crate) watched: Watched,
}

impl Profile {
    /// The keys as they are now. One request works with one set of them.
    pub(crate) fn keys(&self) -> Guard<Arc<LiveKeys>> {
        self.ring.load()
    }

    /// Opens with these keys. Who has not heard of new keys for long does not know
    /// what it does not know, and says so instead of refusing the token.
    pub(crate) fn open(
        &self,
        keys: &LiveKeys,
        untrusted: UntrustedToken,
        assertion: &[u8],
    ) -> Result<AuthenticToken, Rejection> {
        AuthenticToken::open(untrusted, &keys.set, assertion, |untrusted, rejection| {
            let may_lack_key = untrusted.may_lack_key_in(&keys.set);
            let doubtful = may_lack_key && keys.are_doubtful(self.clock.now());
            if doubtful { Rejection::KeysStale } else { rejection }
        })
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The policy narrows what the configuration accepts; it never widens it.
    pub(crate) fn limits(&self, spec: &PolicySpec) -> Limits<'_> {
        let accepted = &self.settings.accept;
        let accepts = match spec.purpose {
            None => accepted.as_slice(),
            Some(only) => accepted
                .iter()
                .position(|purpose| *purpose == only)
                .and_then(|at| accepted.get(at..=at))
                .unwrap_or_default(),
        };
        Limits { max_length: self.settings.max_token_length, accepts, base64: spec.base64 }
    }

    pub(crate) fn rules(&self, spec: &PolicySpec) -> Rules<'_> {
        Rules {
            leeway: self.settings.leeway,
            require_expiry: self.settings.require_expiry,
            max_ttl: self.settings.max_ttl,
            family_ttl: self.settings.family.ttl,
            issuer: spec.issuer.or(self.settings.issuer.as_deref()),
            audience: match spec.audience {
                Some(own) => crate::token::Audience::Route(own),
                None => crate::token::Audience::Configured(&self.settings.audience),
            },
        }
    }

    /// Whether the store's word on this token is wanted. A ticket stands for a token of another
    /// kind, so it is asked about in any case.
    pub(crate) fn asks_about(&self, token: &Token, spec: &PolicySpec) -> bool {
        spec.asks_store && (token.ticket_for().is_some() || self.checks(token.kind()))
    }

    /// What the store must be asked about a token, or about a ticket and the one it stands for.
    pub(crate) fn query<'t>(&self, token: &'t Token) -> Query<'t> {
        let (jti, ticket_for, family) = (token.jti(), token.ticket_for(), token.family_parts());
        // A login is as old as its family, however young the token is; a ticket's `iat` tells nothing
        // of the token that it stands for.
        let own = || token.issued().filter(|_| ticket_for.is_none());
        Query {
            jti: Some(ticket_for.unwrap_or(jti).into()),
            subject: Some(token.subject_key()),
            issued_at: family.map_or_else(own, |(_, began)| Some(began)),
            family: family.map(|(id, _)| id.into()),
            renews: family.and_then(|_| renews(token)),
            ticket: ticket_for.map(|_| jti.into()),
        }
    }

    /// A family as of now, for the list of its subject's.
    pub(crate) fn record(
        &self,
        family: &Family,
        subject: &Subject,
        label: Option<String>,
    ) -> FamilyRecord {
        FamilyRecord {
            family: family.id().to_owned(),
            subject: subject.store_key(),
            began: family.began(),
            last_used: self.clock.now(),
            keep_until: self.keep_family_until(family),
            label,
        }
    }

    /// Whether routes ask the store about tokens of this kind.
    pub(crate) fn checks(&self, kind: &TokenKind) -> bool {
        let kinds = self.settings.revocation.kinds;
        match kind {
            TokenKind::Access => kinds.access,
            TokenKind::Refresh => kinds.refresh,
            TokenKind::Custom(_) => kinds.custom,
        }
    }

    /// Until when this token, or the one that a ticket stands for, must be remembered.
    pub(crate) fn keep_until(&self, token: &Token) -> Option<Timestamp> {
        self.retention.of_token(token.ends())
    }

    /// Until when the use of this token must be remembered, which may be a ticket.
    pub(crate) fn keep_use_until(&self, token: &Token) -> Option<Timestamp> {
        self.retention.of_token(token.expires())
    }

    /// When what the token opens must end: with the token or the one that it stands for, and with
    /// its family.
    #[cfg(feature = "ws")]
    pub(crate) fn end_of_use(&self, token: &Token) -> Option<Timestamp> {
        let leeway = self.settings.leeway.as_duration();
        let own = token.ends().and_then(|end| end.checked_add(leeway));
        let family = token.family().and_then(|family| self.end_of(family));
        own.into_iter().chain(family).min()
    }

    /// When the last token of a family ends; `None` if never.
    pub(crate) fn end_of(&self, family: &Family) -> Option<Timestamp> {
        family.began().checked_add(self.settings.family.ttl?)
    }

    /// Until when a family must be remembered.
    pub(crate) fn keep_family_until(&self, family: &Family) -> Option<Timestamp> {
        self.retention.of_family(family)
    }

    /// Until when a revocation of a subject must be remembered.
    pub(crate) fn keep_subject_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.retention.of_all(now)
    }
}

/// Only a refresh token renews, and only the family that it names itself.
pub(crate) fn renews(token: &Token) -> Option<Timestamp> {
    let is_refresh = *token.kind() == TokenKind::Refresh;
    token.family_parts().filter(|_| is_refresh).and_then(|_| token.issued())
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("keys", &self.ring)
            .finish_non_exhaustive()
    }
}
