//! A token whose cryptography checked out.

use std::fmt;
use std::sync::Arc;

use super::contents::Contents;
use super::{KeySet, UntrustedToken};
use crate::codec::Footer;
use crate::error::{Place, Rejection};
use crate::key::KeyId;
use crate::kind::Purpose;

/// Authentic: one of our keys made it. Its claims may still be expired or meant for others.
pub struct AuthenticToken {
    payload: String,
    footer: Footer,
    purpose: Purpose,
    key_id: KeyId,
    place: Arc<Place>,
}

impl AuthenticToken {
    pub(crate) fn open(
        untrusted: UntrustedToken,
        keys: &KeySet,
        assertion: &[u8],
    ) -> Result<Self, Rejection> {
        let (opened, key_id) = keys.open(untrusted.shape(), assertion)?;
        let (shape, place) = untrusted.into_parts();
        let purpose = shape.purpose();
        Ok(Self {
            payload: opened.into_payload(),
            footer: shape.into_footer(),
            purpose,
            key_id,
            place,
        })
    }

    /// Strict JSON, and each registered claim of its own type.
    pub(crate) fn read(self) -> Result<ReadToken, Rejection> {
        let Self { payload, footer, purpose, key_id, place } = self;
        let contents = Contents::read(payload, &footer, purpose, key_id);
        Ok(ReadToken { contents: contents.map_err(Rejection::BadPayload)?, place })
    }
}

/// Authentic, and its payload is well-formed. Nothing has been compared with anything yet.
#[derive(Debug)]
pub struct ReadToken {
    pub(super) contents: Contents,
    pub(super) place: Arc<Place>,
}

impl ReadToken {
    /// What was read before, of the same text under the same keys.
    pub(super) fn again(contents: Contents, place: Arc<Place>) -> Self {
        Self { contents, place }
    }
}

impl fmt::Debug for AuthenticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthenticToken([REDACTED] under {})", self.key_id)
    }
}
