//! A text that has the shape of a token: what is known of it before a key has been tried.

use std::fmt;

use pasetors::token::{Local, Public, UntrustedToken};
use pasetors::version4::V4;

use super::footer::Footer;
use crate::error::ShapeError;
use crate::kind::Purpose;

/// A decoded token, not yet opened: nothing in it is to be trusted.
pub struct Shape {
    body: Body,
    footer: Footer,
}

enum Body {
    Local(UntrustedToken<Local, V4>),
    Public(UntrustedToken<Public, V4>),
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
        has_canonical_parts(rest).then_some(()).ok_or(ShapeError::Parts)?;
        let body = Body::decode(text, purpose).ok_or(ShapeError::Encoding)?;
        let footer = Footer::scan(body.footer())?;
        Ok(Self { body, footer })
    }

    /// The purpose of the header, one of those accepted.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self.body {
            Body::Local(_) => Purpose::Local,
            Body::Public(_) => Purpose::Public,
        }
    }

    /// The footer: a hint which key to try. Authentic once the token has been opened.
    #[must_use]
    pub fn unverified_footer(&self) -> &Footer {
        &self.footer
    }

    pub(crate) fn into_footer(self) -> Footer {
        self.footer
    }

    pub(super) fn local(&self) -> Option<&UntrustedToken<Local, V4>> {
        match &self.body {
            Body::Local(token) => Some(token),
            Body::Public(_) => None,
        }
    }

    pub(super) fn public(&self) -> Option<&UntrustedToken<Public, V4>> {
        match &self.body {
            Body::Public(token) => Some(token),
            Body::Local(_) => None,
        }
    }
}

impl Body {
    fn decode(text: &str, purpose: Purpose) -> Option<Self> {
        match purpose {
            Purpose::Local => UntrustedToken::try_from(text).ok().map(Self::Local),
            Purpose::Public => UntrustedToken::try_from(text).ok().map(Self::Public),
        }
    }

    fn footer(&self) -> &[u8] {
        match self {
            Self::Local(token) => token.untrusted_footer(),
            Self::Public(token) => token.untrusted_footer(),
        }
    }
}

/// Payload, or payload and footer, none of them empty. Counted before anything is split: the
/// engine would collect 100 000 dots, and take `<token>.` for a second spelling of `<token>`.
fn has_canonical_parts(rest: &str) -> bool {
    let mut parts = rest.split('.');
    let payload = parts.next().is_some_and(|part| !part.is_empty());
    let footer = parts.next().is_none_or(|part| !part.is_empty());
    payload && footer && parts.next().is_none()
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
