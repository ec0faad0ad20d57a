//! Shape, key and assertion → authentic payload.

use std::fmt;

use pasetors::version4;

use super::local::LocalKey;
use super::shape::Shape;
use super::verifying::VerifyingKey;

/// What an authentic token holds. The footer of its [`Shape`] is authentic from now on, too.
pub struct Opened {
    payload: String,
}

impl Opened {
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
        let token = shape.local()?;
        let opened = version4::LocalToken::decrypt(&self.key, token, None, Some(assertion)).ok()?;
        Some(Opened { payload: opened.payload().to_owned() })
    }
}

impl VerifyingKey {
    /// Verifies a `v4.public` token. `None` if it is not authentic under this key and assertion;
    /// an empty assertion is none.
    #[must_use]
    pub fn open(&self, shape: &Shape, assertion: &[u8]) -> Option<Opened> {
        let token = shape.public()?;
        let opened = version4::PublicToken::verify(&self.key, token, None, Some(assertion)).ok()?;
        Some(Opened { payload: opened.payload().to_owned() })
    }
}
