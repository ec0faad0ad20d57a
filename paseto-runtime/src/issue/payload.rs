//! The claims of a token as JSON, in the names and formats of fastapi-paseto.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::descent::Descent;
use super::members::{Members, custom};
use super::{IssueError, TokenBuilder, bounds};
use crate::claims::{Family, Ticket};
use crate::kind::TokenKind;
use crate::time::Timestamp;

/// 128 bits from the system's generator, as text.
pub(crate) fn random_id() -> Result<String, IssueError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| IssueError::Sealing)?;
    Ok(id_text(&bits))
}

pub(super) fn id_text(bits: &[u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode(bits)
}

/// All that a token says; our own verification takes it.
pub(super) struct Payload<'d> {
    pub(super) draft: &'d TokenBuilder,
    pub(super) descent: &'d Descent,
    starts: Timestamp,
    expires: Option<Timestamp>,
}

impl<'d> Payload<'d> {
    pub(super) fn new(
        draft: &'d TokenBuilder,
        descent: &'d Descent,
        expires: Option<Timestamp>,
    ) -> Result<Self, IssueError> {
        let starts = not_before(draft, descent.issued, expires)?;
        let payload = Self { draft, descent, starts, expires };
        bounds::check(&payload).map_err(IssueError::Payload)?;
        Ok(payload)
    }

    /// Appends the JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Option<()> {
        let Self { draft, descent, .. } = self;
        let mut members = Members::new(out, self.custom());
        match self.audience() {
            [] => {}
            [one] => members.put("aud", one)?,
            several => members.put("aud", several)?,
        }
        if let Some(value) = &descent.csrf {
            members.put("csrf", value)?;
        }
        if let Some(at) = self.expires {
            members.put_plain("exp", &at.written())?;
        }
        if let Some(family) = &descent.family {
            members.put("fam", Shown(family))?;
        }
        if self.says_fresh() {
            members.put("fresh", draft.fresh)?;
        }
        members.put_plain("iat", &descent.issued.written_with_micros())?;
        if let Some(issuer) = self.issuer() {
            members.put("iss", issuer)?;
        }
        members.put("jti", &descent.jti)?;
        members.put_plain("nbf", &self.starts.written())?;
        members.put("sub", &draft.subject)?;
        members.put("type", draft.kind.as_str())?;
        if let Some(ticket) = &draft.ticket {
            members.put(Ticket::NAME, Shown(ticket))?;
        }
        members.finish()
    }

    /// What the application adds; ours come first where both have the name.
    pub(super) fn custom(&self) -> impl Iterator<Item = (&'d String, &'d Value)> + use<'d> {
        custom(&self.draft.custom, self.draft.ticket.is_some().then_some(Ticket::NAME))
    }

    /// How many members are not the application's.
    pub(super) fn registered(&self) -> usize {
        let Self { draft, descent, .. } = self;
        let optional = [
            !self.audience().is_empty(),
            descent.csrf.is_some(),
            self.expires.is_some(),
            descent.family.is_some(),
            self.says_fresh(),
            self.issuer().is_some(),
            draft.ticket.is_some(),
        ];
        ["iat", "jti", "nbf", "sub", "type"].len() + optional.iter().filter(|is| **is).count()
    }

    fn says_fresh(&self) -> bool {
        self.draft.kind == TokenKind::Access
    }

    pub(super) fn issuer(&self) -> Option<&'d str> {
        self.draft.issuer.as_deref().or(self.draft.profile.settings.issuer.as_deref())
    }

    /// One is a text, several are a list. Without the configured audience our own verification
    /// would refuse the token.
    pub(super) fn audience(&self) -> &'d [String] {
        match self.draft.audience.as_slice() {
            [] => &self.draft.profile.settings.audience,
            own => own,
        }
    }
}

fn not_before(
    draft: &TokenBuilder,
    now: Timestamp,
    expires: Option<Timestamp>,
) -> Result<Timestamp, IssueError> {
    let starts = match draft.not_before {
        None => now.whole_seconds(),
        // Not a moment before: the fraction that the text leaves out is waited for.
        Some(at) => Timestamp::from_system(at).ok_or(IssueError::OutOfRange)?.rounded_up(),
    };
    let never = expires.is_some_and(|expires| expires <= starts);
    if never { Err(IssueError::Expired) } else { Ok(starts) }
}

/// In its one spelling.
struct Shown<'s, T>(&'s T);

impl Serialize for Shown<'_, Family> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

impl Serialize for Shown<'_, Ticket> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}
