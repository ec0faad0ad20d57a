//! A text that has the shape of a token: what is known of it before a key has been tried.

use std::fmt;

use super::base64url;
use super::buffer::Buffer;
use super::footer::Footer;
use super::sealed::{NONCE, TAG};
use super::signer::SIGNATURE;
use crate::error::ShapeError;
use crate::kind::Purpose;

/// A decoded token, not yet opened: nothing in it is to be trusted.
pub struct Shape {
    purpose: Purpose,
    body: Buffer,
    footer: Footer,
}

impl Shape {
    /// Takes a text apart whose header is one of those accepted. The length of the text is the
    /// caller's to bound.
    ///
    /// # Errors
    ///
    /// [`ShapeError`] unless it is `v4.<purpose>.<payload>[.<footer>]` in its one canonical form.
    pub fn parse(text: &str, accepts: &[Purpose]) -> Result<Self, ShapeError> {
        let (purpose, rest) = accepts
            .iter()
            .find_map(|purpose| Some((*purpose, text.strip_prefix(purpose.header())?)))
            .ok_or(ShapeError::Header)?;
        let (body, footer) = parts(rest).ok_or(ShapeError::Parts)?;
        let mut decoded = Buffer::empty();
        base64url::decode(body, &mut decoded.0).ok_or_else(|| reason(body))?;
        let length = decoded.0.len();
        (length > overhead(purpose)).then_some(()).ok_or(ShapeError::Encoding)?;
        let footer = match footer {
            Some(footer) => {
                base64url::decode(footer, &mut decoded.0).ok_or(ShapeError::Encoding)?;
                Footer::scan(decoded.0.get(length..).unwrap_or_default())?
            }
            None => Footer::default(),
        };
        decoded.0.truncate(length);
        Ok(Self { purpose, body: decoded, footer })
    }

    /// The purpose of the header, one of those accepted.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The footer: a hint which key to try. Authentic once the token has been opened.
    #[must_use]
    pub fn unverified_footer(&self) -> &Footer {
        &self.footer
    }

    pub(crate) fn into_footer(self) -> Footer {
        self.footer
    }

    pub(super) fn body_of(&self, purpose: Purpose) -> Option<&[u8]> {
        (self.purpose == purpose).then_some(self.body.0.as_slice())
    }
}

/// What a body holds besides its payload, which is never empty.
fn overhead(purpose: Purpose) -> usize {
    match purpose {
        Purpose::Local => NONCE + TAG,
        Purpose::Public => SIGNATURE,
    }
}

/// Payload, or payload and footer, none of them empty: `<token>.` would be a second spelling of
/// `<token>`. From the end, since the footer is short; a third part does not decode.
fn parts(rest: &str) -> Option<(&str, Option<&str>)> {
    let (payload, footer) = match rest.rsplit_once('.') {
        Some((payload, footer)) => (payload, Some(footer)),
        None => (rest, None),
    };
    let are_there = !payload.is_empty() && footer.is_none_or(|footer| !footer.is_empty());
    are_there.then_some((payload, footer))
}

/// Why a payload does not decode.
fn reason(payload: &str) -> ShapeError {
    if payload.contains('.') { ShapeError::Parts } else { ShapeError::Encoding }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shape({} [REDACTED])", self.purpose())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::codec::LocalKey;
    use crate::error::FooterError;

    const BOTH: &[Purpose] = &[Purpose::Local, Purpose::Public];

    fn refusal(text: &str) -> ShapeError {
        Shape::parse(text, BOTH).unwrap_err()
    }

    #[test]
    fn only_accepted_headers_are_read() {
        let token = LocalKey::generate().unwrap().seal(b"{}", b"", b"").unwrap();
        assert!(Shape::parse(&token, &[Purpose::Local]).is_ok());
        assert_eq!(Shape::parse(&token, &[Purpose::Public]).unwrap_err(), ShapeError::Header);
        assert_eq!(Shape::parse(&token, &[]).unwrap_err(), ShapeError::Header);
        for header in
            ["V4.local.", "v4.LOCAL.", " v4.local.", "v4c.local.", "v5.local.", "v4.local"]
        {
            let other = token.replacen("v4.local.", header, 1);
            assert_eq!(refusal(&other), ShapeError::Header, "{header}");
        }
        assert_eq!(refusal(""), ShapeError::Header);
    }

    #[test]
    fn a_token_has_one_spelling() {
        let key = LocalKey::generate().unwrap();
        let (bare, token) =
            (key.seal(b"{}", b"", b"").unwrap(), key.seal(b"{}", b"f", b"").unwrap());
        for text in [
            format!("{bare}."),
            format!("{bare}.."),
            format!("{token}."),
            format!("{token}.x"),
            "v4.local.".to_owned(),
            "v4.local..Zg".to_owned(),
            format!("v4.local.{}", ".".repeat(100_000)),
        ] {
            assert_eq!(refusal(&text), ShapeError::Parts);
        }
        for text in [
            format!("{bare}="),
            format!("{token}=="),
            format!("{token} "),
            format!("{token}\n"),
            format!("{bare}\u{202e}"),
            "v4.local.é".to_owned(),
            "v4.local.AAAA".to_owned(),
            "v4.public.AAAA".to_owned(),
        ] {
            assert_eq!(refusal(&text), ShapeError::Encoding, "{text}");
        }
    }

    #[test]
    fn the_footer_is_scanned_before_any_key_is_tried() {
        let token = LocalKey::generate().unwrap().seal(b"{}", b"", b"").unwrap();
        // {"kid":1}
        let refused = refusal(&format!("{token}.eyJraWQiOjF9"));
        assert_eq!(refused, ShapeError::Footer(FooterError::KeyId));
    }

    #[test]
    fn debug_shows_nothing_of_the_token() {
        let token = LocalKey::generate().unwrap().seal(b"{}", b"secret", b"").unwrap();
        let shape = Shape::parse(&token, BOTH).unwrap();
        assert_eq!(format!("{shape:?}"), "Shape(v4.local [REDACTED])");
    }
}
