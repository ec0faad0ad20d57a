//! Payload, footer, key and assertion → token text.

use pasetors::errors::Error;
use pasetors::version4;

use super::error::SealError;
use super::footer::Footer;
use super::local::LocalKey;
use super::signing::SigningKey;

impl LocalKey {
    /// Encrypts a payload into a `v4.local` token. Empty footer or assertion: none.
    ///
    /// # Errors
    ///
    /// [`SealError`] for what no reader would open again, and if the generator fails.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::codec::{LocalKey, Shape};
    /// use actix_paseto::kind::Purpose;
    ///
    /// let key = LocalKey::generate().unwrap();
    /// let token = key.seal(br#"{"sub":"alice"}"#, b"", b"tenant-alpha").unwrap();
    /// let shape = Shape::parse(&token, &[Purpose::Local]).unwrap();
    /// assert!(key.open(&shape, b"tenant-alpha").is_some());
    /// assert!(key.open(&shape, b"tenant-beta").is_none());
    /// ```
    pub fn seal(
        &self,
        payload: &[u8],
        footer: &[u8],
        assertion: &[u8],
    ) -> Result<String, SealError> {
        check(payload, footer)?;
        version4::LocalToken::encrypt(&self.key, payload, Some(footer), Some(assertion))
            .map_err(engine)
    }
}

impl SigningKey {
    /// Signs a payload into a `v4.public` token, which anyone can read. Empty footer or
    /// assertion: none.
    ///
    /// # Errors
    ///
    /// [`SealError`] for what no reader would open again.
    pub fn seal(
        &self,
        payload: &[u8],
        footer: &[u8],
        assertion: &[u8],
    ) -> Result<String, SealError> {
        check(payload, footer)?;
        version4::PublicToken::sign(&self.key, payload, Some(footer), Some(assertion))
            .map_err(engine)
    }
}

fn check(payload: &[u8], footer: &[u8]) -> Result<(), SealError> {
    if payload.is_empty() || std::str::from_utf8(payload).is_err() {
        return Err(SealError::Payload);
    }
    Footer::scan(footer)?;
    Ok(())
}

/// After the checks only the random generator can still fail.
fn engine(_: Error) -> SealError {
    SealError::Engine
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::codec::Shape;
    use crate::error::FooterError;
    use crate::kind::Purpose;

    const BOTH: &[Purpose] = &[Purpose::Local, Purpose::Public];
    const PAYLOAD: &str = r#"{"sub":"alice"}"#;

    #[test]
    fn a_local_token_opens_under_its_key_and_assertion_alone() {
        let key = LocalKey::generate().unwrap();
        let token = key.seal(PAYLOAD.as_bytes(), b"{\"kid\":\"x\"}", b"tenant").unwrap();
        let shape = Shape::parse(&token, BOTH).unwrap();
        assert_eq!(shape.unverified_footer().key_id(), Some("x"));
        assert_eq!(key.open(&shape, b"tenant").unwrap().payload(), PAYLOAD);
        for assertion in [&b""[..], b"other", b"tenant\0"] {
            assert!(key.open(&shape, assertion).is_none());
        }
        assert!(LocalKey::generate().unwrap().open(&shape, b"tenant").is_none());
        assert!(SigningKey::generate().unwrap().verifying_key().open(&shape, b"tenant").is_none());
    }

    #[test]
    fn a_public_token_opens_under_its_key_and_assertion_alone() {
        let key = SigningKey::generate().unwrap();
        let token = key.seal(PAYLOAD.as_bytes(), b"", b"tenant").unwrap();
        let shape = Shape::parse(&token, BOTH).unwrap();
        let opened = key.verifying_key().open(&shape, b"tenant").unwrap();
        assert_eq!(format!("{opened:?}"), "Opened([REDACTED])");
        assert_eq!(opened.into_payload(), PAYLOAD);
        assert!(key.verifying_key().open(&shape, b"").is_none());
        assert!(SigningKey::generate().unwrap().verifying_key().open(&shape, b"tenant").is_none());
        assert!(LocalKey::generate().unwrap().open(&shape, b"tenant").is_none());
    }

    #[test]
    fn nothing_is_sealed_that_no_reader_would_open() {
        let (local, signing) = (LocalKey::generate().unwrap(), SigningKey::generate().unwrap());
        for (payload, footer, error) in [
            (&b""[..], &b""[..], SealError::Payload),
            (b"\xff", b"", SealError::Payload),
            (b"{}", b"{\"k\":[]}", SealError::Footer(FooterError::TooComplex)),
            (b"{}", b"{\"wpk\":\"k4.local.x\"}", SealError::Footer(FooterError::HoldsKey)),
        ] {
            assert_eq!(local.seal(payload, footer, b"").unwrap_err(), error);
            assert_eq!(signing.seal(payload, footer, b"").unwrap_err(), error);
        }
    }

    #[test]
    fn a_footer_cannot_be_swapped() {
        let key = LocalKey::generate().unwrap();
        let (one, two) =
            (key.seal(b"{}", b"one", b"").unwrap(), key.seal(b"{}", b"two", b"").unwrap());
        let (body, _) = one.rsplit_once('.').unwrap();
        let (_, footer) = two.rsplit_once('.').unwrap();
        for forged in [format!("{body}.{footer}"), body.to_owned()] {
            let shape = Shape::parse(&forged, BOTH).unwrap();
            assert!(key.open(&shape, b"").is_none());
        }
    }
}
