//! One configured profile, ready to serve: settings, keys, store and clock.

use std::fmt;
use std::sync::Arc;

use crate::config::{SealingKeys, Settings};
use crate::kind::TokenKind;
use crate::policy::PolicySpec;
use crate::revocation::{Query, RevocationStore};
use crate::time::{Clock, Timestamp};
use crate::token::{Candidate, KeySet, Limits, Rules, Token};

/// A profile's parts. Immutable once made; every worker shares it.
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) settings: Settings,
    pub(crate) keys: KeySet,
    pub(crate) sealing: SealingKeys,
    pub(crate) store: Arc<dyn RevocationStore>,
    pub(crate) clock: Clock,
}

impl Profile {
    pub(crate) fn keys(&self) -> &KeySet {
        &self.keys
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
            issuer: spec.issuer.or(self.settings.issuer.as_deref()),
            audience: match spec.audience {
                Some(own) => crate::token::Audience::Route(own),
                None => crate::token::Audience::Configured(&self.settings.audience),
            },
        }
    }

    /// What the store must be asked about a candidate; `None` where its word is not wanted.
    pub(crate) fn question<P>(&self, candidate: &Candidate<P>, spec: &PolicySpec) -> Option<Query> {
        let token = candidate.token();
        (spec.asks_store && self.checks(token.kind())).then(|| Query {
            jti: Some(token.jti().to_owned()),
            subject: Some(token.subject().store_key()),
            issued_at: token.issued(),
        })
    }

    fn checks(&self, kind: &TokenKind) -> bool {
        let kinds = self.settings.revocation.kinds;
        match kind {
            TokenKind::Access => kinds.access,
            TokenKind::Refresh => kinds.refresh,
            TokenKind::Custom(_) => kinds.custom,
        }
    }

    /// Until when a revocation of this token must be remembered: its life and the leeway.
    pub(crate) fn keep_until(&self, token: &Token) -> Option<Timestamp> {
        token.expires()?.checked_add(self.settings.leeway.as_duration())
    }

    /// Until when a revocation of a subject must be remembered: the longest life there is, and for
    /// ever where tokens need not expire.
    pub(crate) fn keep_subject_until(&self, now: Timestamp) -> Option<Timestamp> {
        let life = self.settings.max_ttl.checked_add(self.settings.leeway.as_duration())?;
        self.settings.require_expiry.then(|| now.checked_add(life)).flatten()
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
