//! The footer, read before the token is opened: good for finding a key, and for nothing else.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::paserk::holds_key;
use crate::claims::strict::{self, Limits, Member, StrictError};
use crate::error::FooterError;
use crate::key::KeyId;

/// Longer ones are refused unread.
const LONGEST: usize = 512;

const LIMITS: Limits = Limits { depth: 1, per_object: 8, members: 8, text: LONGEST };

/// A scanned footer: none, a flat JSON object, or any other bytes.
///
/// Authentic only once its token has been opened.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::codec::Footer;
///
/// let footer = Footer::scan(br#"{"kid":"k4.lid.x","region":"eu"}"#)?;
/// assert_eq!(footer.key_id(), Some("k4.lid.x"));
/// assert!(Footer::scan(br#"{"kid":"good","kid":"evil"}"#).is_err());
/// # Ok::<(), actix_paseto::error::FooterError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Footer {
    bytes: Bytes,
    key_id: KeyIdText,
}

/// On the spot, if they are few: most footers name a key and say nothing else.
#[derive(Clone, PartialEq, Eq)]
enum Bytes {
    Few { length: u8, bytes: [u8; FEW] },
    Many(Vec<u8>),
}

/// More than the name of a key takes.
const FEW: usize = 62;

/// What our issuer writes, but for the id in between.
pub(crate) const KID: [&str; 2] = [r#"{"kid":""#, r#""}"#];

/// Where the member `kid` is.
#[derive(Clone, Default, PartialEq, Eq)]
enum KeyIdText {
    #[default]
    None,
    /// In the bytes.
    There(Range<usize>),
    /// It had escapes.
    Unescaped(String),
}

impl Footer {
    /// Scans the bytes of a footer. What starts with `{` must be a flat JSON object of at most
    /// eight members, no name twice, `kid` a text; the shape of `kid` is the caller's to judge.
    ///
    /// # Errors
    ///
    /// [`FooterError`], also if any text in it is a key in the open.
    pub fn scan(bytes: &[u8]) -> Result<Self, FooterError> {
        if let Some(place) = place_of_id(bytes) {
            return Ok(Self { bytes: Bytes::of(bytes), key_id: KeyIdText::There(place) });
        }
        if bytes.len() > LONGEST {
            return Err(FooterError::TooLong);
        }
        let text = std::str::from_utf8(bytes);
        let key_id = match (bytes.first(), text) {
            (Some(b'{'), text) => key_id(text.map_err(|_| FooterError::NotJson)?)?,
            (_, Ok(raw)) if holds_key(raw) => return Err(FooterError::HoldsKey),
            (_, Ok(_) | Err(_)) => KeyIdText::None,
        };
        Ok(Self { bytes: Bytes::of(bytes), key_id })
    }

    /// The member `kid`, if there is one.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        match &self.key_id {
            KeyIdText::None => None,
            KeyIdText::There(place) => {
                std::str::from_utf8(self.as_bytes().get(place.clone())?).ok()
            }
            KeyIdText::Unescaped(text) => Some(text),
        }
    }

    /// The bytes as they came; empty if there is no footer.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Few { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Bytes::Many(bytes) => bytes,
        }
    }
}

impl Bytes {
    fn of(all: &[u8]) -> Self {
        let mut bytes = [0; FEW];
        match (u8::try_from(all.len()), bytes.get_mut(..all.len())) {
            (Ok(length), Some(place)) => {
                place.copy_from_slice(all);
                Self::Few { length, bytes }
            }
            (Ok(_) | Err(_), _) => Self::Many(all.to_vec()),
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Few { length: 0, bytes: [0; FEW] }
    }
}

/// In a footer that says an id and nothing else: there is nothing in it to look for.
fn place_of_id(footer: &[u8]) -> Option<Range<usize>> {
    let [start, end] = KID.map(str::as_bytes);
    let id = footer.strip_prefix(start)?.strip_suffix(end)?;
    let place = start.len()..start.len().saturating_add(id.len());
    KeyId::looks_like_bytes(id).then_some(place)
}

fn key_id(json: &str) -> Result<KeyIdText, FooterError> {
    let (mut key_id, mut taken) = (KeyIdText::None, Ok(()));
    strict::visit(json, &LIMITS, "", |name, value| {
        if taken.is_ok() {
            taken = take(name, value, json, &mut key_id);
        }
    })?;
    taken.map(|()| key_id)
}

fn take(
    name: &str,
    value: Member<'_>,
    json: &str,
    key_id: &mut KeyIdText,
) -> Result<(), FooterError> {
    let text = if let Member::Text(text) = value { Some(text) } else { None };
    if text.as_deref().is_some_and(holds_key) {
        return Err(FooterError::HoldsKey);
    }
    if name == "kid" {
        *key_id = match text.ok_or(FooterError::KeyId)? {
            Cow::Borrowed(text) => KeyIdText::There(place_in(json, text)),
            Cow::Owned(text) => KeyIdText::Unescaped(text),
        };
    }
    Ok(())
}

/// Where a piece of a text stands in it.
fn place_in(whole: &str, piece: &str) -> Range<usize> {
    let start = piece.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
    start..start.wrapping_add(piece.len())
}

impl From<StrictError> for FooterError {
    fn from(error: StrictError) -> Self {
        match error {
            StrictError::NotObject => Self::NotJson,
            StrictError::Duplicate => Self::Duplicate,
            StrictError::TooComplex => Self::TooComplex,
        }
    }
}

// Applications put what they like into footers, so it is not for logs.
impl fmt::Debug for Footer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Footer({} bytes)", self.as_bytes().len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn footers_are_none_json_or_raw() {
        for (bytes, key_id) in [
            (&b""[..], None),
            (b"{}", None),
            (br#"{"kid":"x","n":1,"b":true,"z":null,"f":1.5}"#, Some("x")),
            (br#"{"\u006bid":"x"}"#, Some("x")),
            (br#" {"kid":"x"}"#, None),
            (br#"["kid"]"#, None),
            (b"arbitrary-string-that-isn't-json", None),
            (b"\xff\xfe\x00", None),
        ] {
            let footer = Footer::scan(bytes).unwrap();
            assert_eq!(footer.key_id(), key_id);
            assert_eq!(footer.as_bytes(), bytes);
        }
    }

    /// One that says an id and nothing else is what a look at its JSON would say.
    #[test]
    fn the_usual_footer_is_read_as_any_other() {
        let id = "k4.lid.iVtYQDjr5gEijCSjJC3fQaJm7nCeQSeaty0Jixy8dbsk";
        for (kid, is_usual) in [
            (id.to_owned(), true),
            (id.replace("lid", "pid"), true),
            (id.replace("lid", "sid"), false),
            (id.replace('i', "\\u0069"), false),
            (id.replace('Q', "\""), false),
            (format!("{id}A"), false),
        ] {
            let footer = format!(r#"{{"kid":"{kid}"}}"#);
            let place = place_of_id(footer.as_bytes());
            assert_eq!(place.is_some(), is_usual, "{footer}");
            let read = key_id(&footer).ok();
            assert!(place.is_none_or(|place| read == Some(KeyIdText::There(place))), "{footer}");
            let scanned = Footer::scan(footer.as_bytes());
            assert_eq!(scanned.is_ok(), read.is_some(), "{footer}");
            assert!(
                scanned.is_ok_and(|scanned| scanned.as_bytes() == footer.as_bytes()) || !is_usual
            );
        }
        for length in [0, 1, 61, 62, 63, 64, 255, 256, 512] {
            let bytes = vec![b'x'; length];
            assert_eq!(Footer::scan(&bytes).unwrap().as_bytes(), bytes);
        }
    }

    #[test]
    fn hostile_footers_are_refused() {
        let wide = |n: usize| (0..n).map(|i| format!(r#""{i}":1"#)).collect::<Vec<_>>().join(",");
        assert!(Footer::scan(format!("{{{}}}", wide(8)).as_bytes()).is_ok());
        for (footer, error) in [
            ("x".repeat(513), FooterError::TooLong),
            (r#"{"kid":"good","kid":"evil"}"#.to_owned(), FooterError::Duplicate),
            (r#"{"kid":"good","k\u0069d":"evil"}"#.to_owned(), FooterError::Duplicate),
            (r#"{"kid":1}"#.to_owned(), FooterError::KeyId),
            (r#"{"kid":null}"#.to_owned(), FooterError::KeyId),
            (r#"{"a":[]}"#.to_owned(), FooterError::TooComplex),
            (r#"{"kid":{}}"#.to_owned(), FooterError::TooComplex),
            (format!("{{{}}}", wide(9)), FooterError::TooComplex),
            (r#"{"a""#.to_owned(), FooterError::NotJson),
            ("{} x".to_owned(), FooterError::NotJson),
            (r#"{"wpk":"k4.secret.AAAA"}"#.to_owned(), FooterError::HoldsKey),
            (r#"{"kid":"k4.public.AAAA"}"#.to_owned(), FooterError::HoldsKey),
            (r#"{"a":"k3\u002elocal.AAAA"}"#.to_owned(), FooterError::HoldsKey),
            ("k2.local-pw.AAAA".to_owned(), FooterError::HoldsKey),
        ] {
            assert_eq!(Footer::scan(footer.as_bytes()).unwrap_err(), error, "{footer}");
        }
        assert_eq!(Footer::scan(b"{\"a\":\"\xff\"}").unwrap_err(), FooterError::NotJson);
        assert!(Footer::scan(&[b'['; 512]).is_ok());
        assert!(Footer::scan(&[b'x'; 512]).is_ok());
    }
}
