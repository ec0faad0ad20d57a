//! Shape, key and assertion → authentic payload.

use std::fmt;

use sha2::Digest as _;

use super::local::LocalKey;
use super::pae;
use super::sealed::{NONCE, Session, TAG};
use super::shape::Shape;
use super::signer::SIGNATURE;
use super::verifying::VerifyingKey;
use crate::kind::Purpose;

/// What an authentic token holds. The footer of its [`Shape`] is authentic from now on, too.
pub struct Opened {
    payload: String,
}

impl Opened {
    /// Only what has been authenticated. A payload is text.
    fn of(payload: Vec<u8>) -> Option<Self> {
        String::from_utf8(payload).ok().map(|payload| Self { payload })
    }

    /// The payload: text, and not yet known to be JSON.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The payload, taken out.
    #[must_use]
    pub fn into_payload(self) -> String {
        self.payload
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened([REDACTED])")
    }
}

impl LocalKey {
    /// Decrypts a `v4.local` token. `None` if it is not authentic under this key and assertion;
    /// an empty assertion is none.
    #[must_use]
    pub fn open(&self, shape: &Shape, assertion: &[u8]) -> Option<Opened> {
        let (nonce, rest) = shape.body_of(Purpose::Local)?.split_first_chunk::<NONCE>()?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG>()?;
        let footer = shape.unverified_footer().as_bytes();
        let header = Purpose::Local.header().as_bytes();
        let session = Session::new(self.key.as_bytes(), nonce)?;
        if !session.accepts([header, nonce, ciphertext, footer, assertion], tag) {
            return None;
        }
        let mut payload = copy_of(ciphertext);
        session.apply(&mut payload)?;
        Opened::of(payload)
    }
}

impl VerifyingKey {
    /// Verifies a `v4.public` token. `None` if it is not authentic under this key and assertion;
    /// an empty assertion is none.
    #[must_use]
    pub fn open(&self, shape: &Shape, assertion: &[u8]) -> Option<Opened> {
        let body = shape.body_of(Purpose::Public)?;
        let (payload, signature) = body.split_last_chunk::<SIGNATURE>()?;
        let footer = shape.unverified_footer().as_bytes();
        let pieces = [Purpose::Public.header().as_bytes(), payload, footer, assertion];
        let feed = |digest: &mut sha2::Sha512| pae::feed(pieces, |bytes| digest.update(bytes));
        if !self.point.as_ref()?.verifies(feed, signature) {
            return None;
        }
        Opened::of(copy_of(payload))
    }
}

/// What its reader puts behind most payloads.
const ROOM: usize = 64;

/// With room behind it: a payload that grows would be copied once more.
fn copy_of(payload: &[u8]) -> Vec<u8> {
    let mut copy = Vec::with_capacity(payload.len().saturating_add(ROOM));
    copy.extend_from_slice(payload);
    copy
}
