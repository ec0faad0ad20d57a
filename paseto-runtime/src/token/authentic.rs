//! A token whose cryptography checked out.

use std::fmt;

use super::contents::Contents;
use super::{KeySet, Spot, UntrustedToken};
use crate::codec::{Footer, Opened};
use crate::error::Rejection;
use crate::key::KeyId;
use crate::kind::Purpose;

/// Authentic: one of our keys made it. Its claims may still be expired or meant for others.
pub struct AuthenticToken {
    opened: Opened,
    footer: Footer,
    purpose: Purpose,
    key_id: KeyId,
    place: Spot,
}

impl AuthenticToken {
    /// What opens with none of these keys is refused in the words of `refusal`.
    pub(crate) fn open(
        untrusted: UntrustedToken,
        keys: &KeySet,
        assertion: &[u8],
        refusal: impl FnOnce(&UntrustedToken, Rejection) -> Rejection,
    ) -> Result<Self, Rejection> {
        let opened = keys.open(untrusted.shape(), assertion);
        let (opened, key_id) = opened.map_err(|rejection| refusal(&untrusted, rejection))?;
        let (shape, place) = untrusted.into_parts();
        let purpose = shape.purpose();
        Ok(Self { opened, footer: shape.into_footer(), purpose, key_id, place })
    }

    /// Strict JSON, and each registered claim of its own type.
    pub(crate) fn read(self) -> Result<ReadToken, Rejection> {
        let Self { opened, footer, purpose, key_id, place } = self;
        let contents = Contents::read(opened.payload(), &footer, purpose, key_id);
        Ok(ReadToken { contents: contents.map_err(Rejection::BadPayload)?, place })
    }
}

/// Authentic, and its payload is well-formed. Nothing has been compared with anything yet.
#[derive(Debug)]
pub struct ReadToken {
    pub(super) contents: Contents,
    pub(super) place: Spot,
}

impl ReadToken {
    /// What was read before, of the same text under the same keys.
    pub(super) fn again(contents: Contents, place: Spot) -> Self {
        Self { contents, place }
    }
}

impl fmt::Debug for AuthenticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthenticToken([REDACTED] under {})", self.key_id)
    }
}
