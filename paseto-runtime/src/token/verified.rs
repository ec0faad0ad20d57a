//! A token whose registered claims hold here and now.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::{Map, Value};

use super::checks::{check_family, check_origin, check_times};
use super::{AuthenticToken, Rules, Unfit};
use crate::claims::{Family, Registered, Subject, Ticket};
use crate::error::{PayloadError, Place, Rejection};
use crate::key::KeyId;
use crate::kind::{Purpose, TokenKind};
use crate::time::Timestamp;

/// Live, from our issuer and meant for us. What it may be used for is not decided yet.
#[derive(Debug)]
pub struct VerifiedClaims {
    pub(super) token: Token,
}

impl VerifiedClaims {
    /// Cheap checks only: strict JSON, times with leeway, issuer, audience.
    pub(crate) fn verify(
        authentic: AuthenticToken,
        rules: &Rules<'_>,
        now: Timestamp,
    ) -> Result<Self, Unfit> {
        let claims = Registered::parse(&authentic.payload).map_err(Rejection::BadPayload)?;
        let checked = check_times(&claims, rules, now)
            .and_then(|()| check_family(&claims, rules, now))
            .and_then(|()| check_origin(&claims, rules));
        match checked {
            Ok(()) => Ok(Self { token: Token::seal(authentic, claims)? }),
            Err(rejection) => Err(Unfit::of_claims(rejection, claims)),
        }
    }
}

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
pub struct Token(Arc<Verified>);

struct Verified {
    payload: String,
    claims: Registered,
    subject: Subject,
    kind: TokenKind,
    jti: String,
    footer: crate::codec::Footer,
    purpose: Purpose,
    key_id: KeyId,
    place: Place,
    /// The claim that the policy's `#[claim(scopes)]` names.
    scopes: Option<&'static str>,
}

impl Token {
    /// Absent means refused: without `sub`, `type` or `jti` a token can neither be attributed,
    /// told apart nor revoked.
    pub(super) fn seal(
        authentic: AuthenticToken,
        mut claims: Registered,
    ) -> Result<Self, Rejection> {
        let missing = |claim| Rejection::ClaimMissing { claim };
        let subject = claims.subject.take().ok_or_else(|| missing("sub"))?;
        let kind = claims.kind.take().ok_or_else(|| missing("type"))?;
        let jti = claims.jti.take().ok_or_else(|| missing("jti"))?;
        let AuthenticToken { payload, footer, purpose, key_id, place } = authentic;
        let scopes = None;
        let token = Verified {
            payload,
            claims,
            subject,
            kind,
            jti,
            footer,
            purpose,
            key_id,
            place,
            scopes,
        };
        Ok(Self(Arc::new(token)))
    }

    /// While it is still the only one of itself.
    pub(super) fn read_scopes_from(&mut self, claim: Option<&'static str>) {
        if let Some(verified) = Arc::get_mut(&mut self.0) {
            verified.scopes = claim;
        }
    }

    /// Who: the claim `sub`, text or an integer, as it came.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.0.subject
    }

    /// What for: the claim `type`.
    #[must_use]
    pub fn kind(&self) -> &TokenKind {
        &self.0.kind
    }

    /// The token's own id, by which it is revoked.
    #[must_use]
    pub fn jti(&self) -> &str {
        &self.0.jti
    }

    /// Whether it comes from a login rather than a refresh: the claim `fresh`, absent is `false`.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.0.claims.fresh.unwrap_or(false)
    }

    /// The claim `iat`.
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.0.claims.issued_at.map(Timestamp::to_system)
    }

    /// The claim `nbf`.
    #[must_use]
    pub fn not_before(&self) -> Option<SystemTime> {
        self.0.claims.not_before.map(Timestamp::to_system)
    }

    /// The claim `exp`; `None` only where `require_expiry = false`.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.claims.expires_at.map(Timestamp::to_system)
    }

    /// The claim `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.0.claims.issuer.as_deref()
    }

    /// The claim `aud`, a single one as a list of one.
    #[must_use]
    pub fn audience(&self) -> &[String] {
        &self.0.claims.audience
    }

    /// The granted scopes: of the field marked `#[claim(scopes)]` in the claims that the route
    /// reads, else of the claim `scope` (text) or `scopes` (list). None if they are malformed.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        self.granted_scopes().unwrap_or_default()
    }

    /// Whether this scope is granted; `orders:*` grants `orders:read`.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        crate::claims::covers(&self.scopes(), scope)
    }

    /// The footer's bytes, authenticated as they came; empty if there is none.
    #[must_use]
    pub fn footer(&self) -> &[u8] {
        self.0.footer.as_bytes()
    }

    /// The footer as JSON, where it is JSON.
    #[must_use]
    pub fn footer_json(&self) -> Option<Value> {
        serde_json::from_slice(self.footer()).ok()
    }

    /// Encrypted or signed.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.0.purpose
    }

    /// The PASERK id of the key that opened it.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        &self.0.key_id
    }

    /// The login that it comes from: the claim `fam`. All tokens of one login share it.
    #[must_use]
    pub fn family(&self) -> Option<&Family> {
        self.0.claims.family.as_ref()
    }

    /// Where in the request it stood.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// All claims, registered and custom, as they came.
    #[must_use]
    pub fn raw_claims(&self) -> Map<String, Value> {
        serde_json::from_str(&self.0.payload).unwrap_or_default()
    }

    pub(super) fn granted_scopes(&self) -> Result<Vec<String>, PayloadError> {
        crate::claims::granted(&self.0.payload, self.0.scopes)
    }

    pub(crate) fn payload(&self) -> &str {
        &self.0.payload
    }

    /// Whose family a refresh continues: its own, or else the one that it founds by itself.
    pub(crate) fn family_or_own(&self) -> Option<Family> {
        let founded = || Family::new(self.jti(), self.issued()?);
        self.family().cloned().or_else(founded)
    }

    /// The `jti` of the token that it stands for, if it is a ticket.
    pub(crate) fn ticket_for(&self) -> Option<&str> {
        self.0.claims.ticket.as_ref().map(Ticket::jti)
    }

    /// When what it opens must end: with itself, or with the token that it stands for.
    pub(crate) fn ends(&self) -> Option<Timestamp> {
        let claims = &self.0.claims;
        claims.ticket.as_ref().map_or(claims.expires_at, Ticket::until)
    }

    pub(crate) fn csrf(&self) -> Option<&str> {
        self.0.claims.csrf.as_deref()
    }

    pub(crate) fn issued(&self) -> Option<Timestamp> {
        self.0.claims.issued_at
    }

    pub(crate) fn expires(&self) -> Option<Timestamp> {
        self.0.claims.expires_at
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("kind", self.kind()).finish_non_exhaustive()
    }
}
