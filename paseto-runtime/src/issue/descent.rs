//! Where a token in the making comes from: its family, its time, its name.

use super::payload::id_text;
use super::{IssueError, TokenBuilder};
use crate::claims::Family;
use crate::codec::Draw;
use crate::kind::TokenKind;
use crate::profile::Profile;
use crate::time::Timestamp;

/// Settled once for a token: made twice from the same descent, it is the same token.
#[derive(Debug)]
pub(super) struct Descent {
    pub(super) jti: String,
    pub(super) issued: Timestamp,
    pub(super) family: Option<Family>,
    pub(super) csrf: Option<String>,
}

impl Descent {
    pub(super) fn of(
        draft: &TokenBuilder,
        now: Timestamp,
        draw: &Draw,
    ) -> Result<Self, IssueError> {
        let lineage = draft.lineage.as_deref();
        let inherited = || lineage?.family().cloned();
        let family = draft.family.clone().or_else(inherited);
        let csrf = draft.csrf.clone().or_else(|| lineage?.csrf().map(str::to_owned));
        let successor = match (lineage, &draft.kind) {
            (Some(lineage), TokenKind::Refresh) => lineage.successor()?,
            (Some(_), TokenKind::Access | TokenKind::Custom(_)) | (None, _) => None,
        };
        let (jti, issued) = match (successor, &draft.jti) {
            (Some(_), Some(_)) => return Err(IssueError::PrescribedId),
            (Some(successor), None) => (successor.jti.clone(), successor.at),
            (None, Some(own)) => (own.clone(), now),
            (None, None) => (id_text(draw.id()), now),
        };
        Ok(Self { jti, issued, family, csrf })
    }

    /// The end of the family, which no token of it outlives.
    pub(super) fn end(&self, profile: &Profile) -> Option<Timestamp> {
        self.family.as_ref().and_then(|family| profile.end_of(family))
    }
}
