//! Shape, key and assertion → authentic payload.

use std::fmt;

use sha2::Digest as _;

use super::local::LocalKey;
use super::pae;
use super::scratch::Scratch;
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
    fn of(mut payload: Scratch) -> Option<Self> {
        match String::from_utf8(std::mem::take(&mut payload.0)) {
            Ok(payload) => Some(Self { payload }),
            Err(error) => {
                drop(Scratch(error.into_bytes()));
                None
            }
        }
    }

    /// The payload: text, and not yet known to be JSON.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The payload, taken out.
    #[must_use]
    pub fn into_payload(mut self) -> String {
        std::mem::take(&mut self.payload)
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        drop(Scratch(std::mem::take(&mut self.payload).into_bytes()));
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
        let session = Session::new(&self.derivation, nonce);
        if !session.accepts([header, nonce, ciphertext, footer, assertion], tag) {
            return None;
        }
        let mut payload = Scratch::copy_of(ciphertext);
        session.apply(&mut payload.0)?;
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
        Opened::of(Scratch::copy_of(payload))
    }
}
