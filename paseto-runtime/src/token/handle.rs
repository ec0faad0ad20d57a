//! The token as handlers see it.

use std::fmt;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::contents::Contents;
use super::{ReadToken, Spot};
use crate::claims::{Family, Subject, Ticket};
use crate::error::{PayloadError, Place, Rejection};
use crate::key::KeyId;
use crate::kind::{Purpose, TokenKind};
use crate::revocation::SubjectKey;
use crate::time::Timestamp;

/// The verified token of a request: who, what for, until when.
///
/// A handler takes it as a parameter; without an attribute of ours that authenticates as
/// `#[paseto_required]` does, though it does not hold the other parameters back, and actix's
/// `Option<Token>` then makes `None` of every refusal. A cheap clone.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::Token;
///
/// async fn whoami(token: Token) -> String {
///     token.subject().to_string()
/// }
/// ```
#[derive(Clone)]
pub struct Token {
    pub(super) contents: Contents,
    place: Spot,
    /// The claim that the policy's `#[claim(scopes)]` names.
    scopes: Option<&'static str>,
}

/// The scopes of a payload, by the claim that they were looked for in.
struct Granted {
    claim: Option<&'static str>,
    scopes: Result<Vec<String>, PayloadError>,
}

impl Token {
    /// Absent means refused: without `sub`, `type` or `jti` a token can neither be attributed,
    /// told apart nor revoked.
    pub(super) fn seal(token: ReadToken) -> Result<Self, Rejection> {
        let ReadToken { contents, place } = token;
        let missing = |claim| Rejection::ClaimMissing { claim };
        if !contents.has_subject() {
            return Err(missing("sub"));
        }
        contents.kind().ok_or_else(|| missing("type"))?;
        if !contents.has_jti() {
            return Err(missing("jti"));
        }
        Ok(Self { contents, place, scopes: None })
    }

    pub(super) fn read_scopes_from(&mut self, claim: Option<&'static str>) {
        self.scopes = claim;
    }

    /// Who: the claim `sub`, text or an integer, as it came.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        self.contents.subject()
    }

    /// What for: the claim `type`.
    #[must_use]
    pub fn kind(&self) -> &TokenKind {
        self.contents.kind().unwrap_or(&TokenKind::Access)
    }

    /// The token's own id, by which it is revoked.
    #[must_use]
    pub fn jti(&self) -> &str {
        self.contents.jti().unwrap_or_default()
    }

    /// Whether it comes from a login rather than a refresh: the claim `fresh`, absent is `false`.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.contents.is_fresh()
    }

    /// The claim `iat`.
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.contents.issued_at().map(Timestamp::to_system)
    }

    /// The claim `nbf`.
    #[must_use]
    pub fn not_before(&self) -> Option<SystemTime> {
        self.contents.not_before().map(Timestamp::to_system)
    }

    /// The claim `exp`; `None` only where `require_expiry = false`.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.contents.expires_at().map(Timestamp::to_system)
    }

    /// The claim `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.contents.issuer()
    }

    /// The claim `aud`, a single one as a list of one.
    #[must_use]
    pub fn audience(&self) -> &[String] {
        self.contents.audience()
    }

    /// The granted scopes: of the field marked `#[claim(scopes)]` in the claims that the route
    /// reads, else of the claim `scope` (text) or `scopes` (list). None if they are malformed.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        self.granted_scopes().map(<[String]>::to_vec).unwrap_or_default()
    }

    /// Whether this scope is granted; `orders:*` grants `orders:read`.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.granted_scopes().is_ok_and(|granted| crate::claims::covers(granted, scope))
    }

    /// The footer's bytes, authenticated as they came; empty if there is none.
    #[must_use]
    pub fn footer(&self) -> &[u8] {
        self.contents.footer()
    }

    /// The footer as JSON, where it is JSON.
    #[must_use]
    pub fn footer_json(&self) -> Option<Value> {
        serde_json::from_slice(self.footer()).ok()
    }

    /// Encrypted or signed.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.contents.purpose()
    }

    /// The PASERK id of the key that opened it.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        self.contents.key_id()
    }

    /// The login that it comes from: the claim `fam`. All tokens of one login share it.
    #[must_use]
    pub fn family(&self) -> Option<&Family> {
        self.contents.family()
    }

    /// Where in the request it stood.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// All claims, registered and custom, as they came.
    #[must_use]
    pub fn raw_claims(&self) -> Map<String, Value> {
        serde_json::from_str(self.payload()).unwrap_or_default()
    }

    pub(super) fn granted_scopes(&self) -> Result<&[String], PayloadError> {
        let claim = self.scopes;
        let read = || Granted { claim, scopes: crate::claims::granted(self.payload(), claim) };
        let granted = self.contents.made().of(|known: &Granted| known.claim == claim, read);
        granted.scopes.as_deref().map_err(Clone::clone)
    }

    pub(crate) fn payload(&self) -> &str {
        self.contents.payload()
    }

    /// Whose family a refresh continues: its own, or else the one that it founds by itself.
    pub(crate) fn family_or_own(&self) -> Option<Family> {
        let founded = || Family::new(self.jti(), self.issued()?);
        self.family().cloned().or_else(founded)
    }

    /// The `jti` of the token that it stands for, if it is a ticket.
    pub(crate) fn ticket_for(&self) -> Option<&str> {
        self.contents.ticket().map(Ticket::jti)
    }

    /// When what it opens must end: with itself, or with the token that it stands for.
    pub(crate) fn ends(&self) -> Option<Timestamp> {
        self.contents.ticket().map_or_else(|| self.expires(), Ticket::until)
    }

    /// [`Subject::store_key`] of its subject.
    pub(crate) fn subject_key(&self) -> SubjectKey<'_> {
        let text = self.contents.subject_text().unwrap_or_default();
        SubjectKey::of(text, self.contents.has_number_as_subject())
    }

    /// The id of its family, and when that began.
    pub(crate) fn family_parts(&self) -> Option<(&str, Timestamp)> {
        self.contents.family_parts()
    }

    pub(crate) fn csrf(&self) -> Option<&str> {
        self.contents.csrf()
    }

    pub(crate) fn issued(&self) -> Option<Timestamp> {
        self.contents.issued_at()
    }

    pub(crate) fn expires(&self) -> Option<Timestamp> {
        self.contents.expires_at()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("kind", self.kind()).finish_non_exhaustive()
    }
}
