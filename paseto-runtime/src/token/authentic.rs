//! A token whose cryptography checked out.

use std::fmt;

use super::{KeySet, UntrustedToken};
use crate::codec::Footer;
use crate::error::{Place, Rejection};
use crate::key::KeyId;
use crate::kind::Purpose;

/// Authentic: one of our keys made it. Its claims may still be expired or meant for others.
pub struct AuthenticToken {
    pub(super) payload: String,
    pub(super) footer: Footer,
    pub(super) purpose: Purpose,
    pub(super) key_id: KeyId,
    pub(super) place: Place,
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
}

impl fmt::Debug for AuthenticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthenticToken([REDACTED] under {})", self.key_id)
    }
}
