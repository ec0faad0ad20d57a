//! Payload, footer, key and assertion → token text.

use super::base64url::{encode, encoded_length};
use super::buffer::Buffer;
use super::draw::Nonce;
use super::error::SealError;
use super::footer::Footer;
use super::known_footer::KnownFooter;
use super::local::LocalKey;
use super::sealed::{NONCE, Session};
use super::signing::SigningKey;
use crate::kind::Purpose;

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
        let footer = check(payload, footer)?;
        let footer = KnownFooter::scanned(&footer);
        self.mint(Nonce::new()?, copy(payload), footer, assertion).ok_or(SealError::Engine)
    }

    /// Encrypts what `payload` appends, in place: text that no reader refuses.
    pub(crate) fn mint(
        &self,
        nonce: Nonce,
        payload: impl FnOnce(&mut Vec<u8>) -> Option<()>,
        footer: KnownFooter<'_>,
        assertion: &[u8],
    ) -> Option<String> {
        let session = Session::new(&self.derivation, &nonce.0);
        let mut body = Buffer::empty();
        body.0.extend_from_slice(&nonce.0);
        let tag = payload(&mut body.0).and_then(|()| {
            let ciphertext = body.0.get_mut(NONCE..)?;
            session.apply(ciphertext)?;
            let header = Purpose::Local.header().as_bytes();
            session.tag([header, &nonce.0, ciphertext, footer.bytes, assertion])
        });
        let Some(tag) = tag else {
            body.discard();
            return None;
        };
        body.0.extend_from_slice(&tag);
        Some(write(Purpose::Local, &body.0, footer))
    }

    /// `{"kid":"…"}`.
    pub(crate) fn kid_footer(&self) -> KnownFooter<'_> {
        self.footer.known()
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
        let footer = check(payload, footer)?;
        let footer = KnownFooter::scanned(&footer);
        self.mint(copy(payload), footer, assertion).ok_or(SealError::Engine)
    }

    /// Signs what `payload` appends: text that no reader refuses.
    pub(crate) fn mint(
        &self,
        payload: impl FnOnce(&mut Vec<u8>) -> Option<()>,
        footer: KnownFooter<'_>,
        assertion: &[u8],
    ) -> Option<String> {
        let mut body = Buffer::empty();
        payload(&mut body.0)?;
        let header = Purpose::Public.header().as_bytes();
        let signature = self.signer.sign([header, &body.0, footer.bytes, assertion])?;
        body.0.extend_from_slice(&signature);
        Some(write(Purpose::Public, &body.0, footer))
    }

    /// `{"kid":"…"}`.
    pub(crate) fn kid_footer(&self) -> KnownFooter<'_> {
        self.footer.known()
    }
}

fn check(payload: &[u8], footer: &[u8]) -> Result<Footer, SealError> {
    if payload.is_empty() || std::str::from_utf8(payload).is_err() {
        return Err(SealError::Payload);
    }
    Ok(Footer::scan(footer)?)
}

fn copy(payload: &[u8]) -> impl FnOnce(&mut Vec<u8>) -> Option<()> {
    move |body| {
        body.extend_from_slice(payload);
        Some(())
    }
}

/// In one allocation.
fn write(purpose: Purpose, body: &[u8], footer: KnownFooter<'_>) -> String {
    let header = purpose.header();
    let parts = encoded_length(body.len()).saturating_add(encoded_length(footer.bytes.len()));
    let mut text = String::with_capacity(parts.saturating_add(header.len()).saturating_add(1));
    text.push_str(header);
    encode(body, &mut text);
    if !footer.bytes.is_empty() {
        text.push('.');
        match footer.encoded {
            Some(encoded) => text.push_str(encoded),
            None => encode(footer.bytes, &mut text),
        }
    }
    text
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

    /// A payload that was not encrypted stays with nobody.
    #[test]
    fn what_is_given_up_halfway_leaves_no_payload_behind() {
        let key = LocalKey::generate().unwrap();
        let mint = |is_panicking: bool| {
            let payload = |body: &mut Vec<u8>| {
                body.extend_from_slice(PAYLOAD.as_bytes());
                assert!(!is_panicking, "on purpose");
                None
            };
            key.mint(Nonce::new().unwrap(), payload, KnownFooter::NONE, b"")
        };
        for is_panicking in [false, true] {
            let made =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mint(is_panicking)));
            assert!(!matches!(made, Ok(Some(_))));
            assert_eq!(Buffer::empty().0.capacity(), 0, "{is_panicking}");
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
