//! One token in the making.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::{Map, Value};

use super::descent::Descent;
use super::footer::FooterDraft;
use super::lineage::Lineage;
use super::payload::Payload;
use super::{IssueError, IssuedToken};
use crate::claims::{ClaimSet, Family, RESERVED, Subject, Ticket};
use crate::codec::{Draw, Nonce};
use crate::keeper::LiveKeys;
use crate::kind::{Purpose, TokenKind};
use crate::profile::Profile;
use crate::time::Timestamp;

/// One token in the making; [`issue`](Self::issue) makes it.
#[derive(Clone)]
pub struct TokenBuilder {
    pub(super) profile: Arc<Profile>,
    pub(super) kind: TokenKind,
    pub(super) subject: Subject,
    pub(super) fresh: bool,
    pub(super) custom: Map<String, Value>,
    pub(super) audience: Vec<String>,
    pub(super) issuer: Option<String>,
    pub(super) footer: FooterDraft,
    pub(super) assertion: Option<Vec<u8>>,
    pub(super) lifetime: Lifetime,
    pub(super) not_before: Option<SystemTime>,
    pub(super) jti: Option<String>,
    pub(super) purpose: Option<Purpose>,
    pub(super) lineage: Option<Arc<Lineage>>,
    pub(super) family: Option<Family>,
    pub(super) csrf: Option<String>,
    pub(super) ticket: Option<Ticket>,
    /// Whether its family is a new one.
    pub(super) begins_login: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Lifetime {
    Configured,
    For(Duration),
    Until(SystemTime),
    Never,
}

impl TokenBuilder {
    pub(super) fn new(profile: Arc<Profile>, kind: TokenKind, subject: Subject) -> Self {
        Self {
            profile,
            kind,
            subject,
            fresh: false,
            custom: Map::new(),
            audience: Vec::new(),
            issuer: None,
            footer: FooterDraft::Ours,
            assertion: None,
            lifetime: Lifetime::Configured,
            not_before: None,
            jti: None,
            purpose: None,
            lineage: None,
            family: None,
            csrf: None,
            ticket: None,
            begins_login: false,
        }
    }

    /// The subject has just logged in. Access tokens only. Default: not fresh.
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = true;
        self
    }

    /// Adds custom claims, checked by the rules of their type.
    ///
    /// # Errors
    ///
    /// [`IssueError::Claims`] if a rule is broken, and as [`claims_json`](Self::claims_json).
    pub fn claims<C: ClaimSet + Serialize>(self, claims: &C) -> Result<Self, IssueError> {
        claims.check()?;
        self.claims_json(claims)
    }

    /// Adds custom claims of any type that serializes as a JSON object.
    ///
    /// # Errors
    ///
    /// [`IssueError::NotAnObject`]; [`IssueError::ReservedClaims`] for registered names.
    pub fn claims_json(mut self, claims: &impl Serialize) -> Result<Self, IssueError> {
        let Ok(Value::Object(members)) = serde_json::to_value(claims) else {
            return Err(IssueError::NotAnObject);
        };
        let reserved = members.keys().filter(|name| RESERVED.contains(&name.as_str()));
        let reserved: Vec<String> = reserved.cloned().collect();
        if !reserved.is_empty() {
            return Err(IssueError::ReservedClaims(reserved));
        }
        if self.custom.is_empty() {
            self.custom = members;
        } else {
            self.custom.extend(members);
        }
        Ok(self)
    }

    /// Who the token is meant for; call again for more. Default: the configured audience.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Instead of the configured issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// A JSON footer: readable by anyone, authenticated. An object gets our `kid` beside its own
    /// members. Default: `{"kid":"…"}`.
    ///
    /// # Errors
    ///
    /// [`IssueError::FooterJson`] if it does not serialize.
    pub fn footer(mut self, footer: &impl Serialize) -> Result<Self, IssueError> {
        let value = serde_json::to_value(footer).map_err(|_| IssueError::FooterJson)?;
        self.footer = FooterDraft::Json(value);
        Ok(self)
    }

    /// A footer of text, authenticated verbatim. It carries no `kid`.
    #[must_use]
    pub fn footer_text(self, footer: impl Into<String>) -> Self {
        self.footer_bytes(footer.into().into_bytes())
    }

    /// A footer of bytes, authenticated verbatim. It carries no `kid`.
    #[must_use]
    pub fn footer_bytes(mut self, footer: impl Into<Vec<u8>>) -> Self {
        self.footer = FooterDraft::Verbatim(footer.into());
        self
    }

    /// Binds the token to something that is not in it: only a route with the same assertion opens it.
    /// An empty one is an error when the token is issued.
    #[must_use]
    pub fn assertion(mut self, assertion: impl AsRef<[u8]>) -> Self {
        self.assertion = Some(assertion.as_ref().to_vec());
        self
    }

    /// Lives this long, counted from now, less the fraction of a second that `exp` leaves out.
    /// Default: the configured life of its kind.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.lifetime = Lifetime::For(life);
        self
    }

    /// Lives until this instant; fractions of a second are dropped.
    #[must_use]
    pub fn expires_at(mut self, at: SystemTime) -> Self {
        self.lifetime = Lifetime::Until(at);
        self
    }

    /// Never expires. Needs `require_expiry = false`.
    #[must_use]
    pub fn never_expires(mut self) -> Self {
        self.lifetime = Lifetime::Never;
        self
    }

    /// Not valid before this instant, rounded up to a whole second. Default: now.
    #[must_use]
    pub fn not_before(mut self, at: SystemTime) -> Self {
        self.not_before = Some(at);
        self
    }

    /// An id of your own: 1 to 128 visible ASCII characters. Default: 128 random bits. An error for
    /// the refresh token of a route that says `rotate`, whose id is prescribed.
    #[must_use]
    pub fn jti(mut self, jti: impl Into<String>) -> Self {
        self.jti = Some(jti.into());
        self
    }

    /// Encrypted or signed. Default: the setting `issue`.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Makes the token.
    ///
    /// # Errors
    ///
    /// [`IssueError`], for whatever would be immortal, unusable or refused by our own verification.
    pub fn issue(self) -> Result<IssuedToken, IssueError> {
        let token = self.make()?;
        self.announce(&token);
        Ok(token)
    }

    /// Without a word to those who watch: it may not be handed out.
    pub(crate) fn make(&self) -> Result<IssuedToken, IssueError> {
        self.check_kind()?;
        self.check_filled()?;
        // Keys first: of some that come later, none may be in use yet at an earlier instant.
        let keys = self.profile.keys();
        let now = self.profile.clock().now();
        let draw = Draw::new().map_err(|_| IssueError::Sealing)?;
        let descent = Descent::of(self, now, &draw)?;
        let expires = self.expiry(&descent, now)?;
        let payload = Payload::new(self, &descent, expires)?;
        let text = self.seal(&payload, draw.into_nonce(), &keys, now)?;
        let limit = self.profile.settings.max_token_length;
        if text.len() > limit {
            return Err(IssueError::TooLong { length: text.len(), limit });
        }
        let Descent { jti, csrf, .. } = descent;
        Ok(IssuedToken { text, jti, csrf, expires_at: expires.map(Timestamp::to_system) })
    }

    fn check_kind(&self) -> Result<(), IssueError> {
        match &self.kind {
            TokenKind::Access => return Ok(()),
            TokenKind::Custom(name) if name.is_empty() => return Err(IssueError::EmptyKind),
            TokenKind::Custom(name) if &**name == "access" => {
                return Err(IssueError::NotCustom("access"));
            }
            TokenKind::Custom(name) if &**name == "refresh" => {
                return Err(IssueError::NotCustom("refresh"));
            }
            TokenKind::Refresh | TokenKind::Custom(_) => {}
        }
        if self.fresh { Err(IssueError::FreshKind) } else { Ok(()) }
    }

    fn check_filled(&self) -> Result<(), IssueError> {
        if self.subject.as_str().is_some_and(str::is_empty) {
            return Err(IssueError::EmptySubject);
        }
        if self.assertion.as_ref().is_some_and(Vec::is_empty) {
            return Err(IssueError::EmptyAssertion);
        }
        Ok(())
    }

    fn seal(
        &self,
        payload: &Payload<'_>,
        nonce: Nonce,
        keys: &LiveKeys,
        now: Timestamp,
    ) -> Result<String, IssueError> {
        let purpose = self.purpose.unwrap_or(self.profile.settings.issue);
        let stale = |_| IssueError::KeysStale(purpose);
        let assertion = self.assertion.as_deref().unwrap_or_default();
        let rule = self.profile.settings.keys.kid;
        let write = |out: &mut Vec<u8>| payload.write(out);
        match purpose {
            Purpose::Local => {
                let key = keys.local(now).map_err(stale)?.ok_or(IssueError::NoKey(purpose))?;
                let footer = self.footer.finish(key, rule)?;
                key.mint(nonce, write, footer.known(key.kid_footer()), assertion)
            }
            Purpose::Public => {
                let key = keys.public(now).map_err(stale)?.ok_or(IssueError::NoKey(purpose))?;
                let footer = self.footer.finish(key, rule)?;
                key.mint(write, footer.known(key.kid_footer()), assertion)
            }
        }
        .ok_or(IssueError::Sealing)
    }
}

impl fmt::Debug for TokenBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenBuilder").field("kind", &self.kind).finish_non_exhaustive()
    }
}
