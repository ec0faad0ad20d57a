//! PASERK: the text form of keys and of their ids.

use ct_codecs::{Base64UrlSafeNoPadding, Decoder, Encoder, Error};
use pasetors::paserk::{FormatAsPaserk, Id};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::material::Material;
use crate::key::KeyId;

pub(super) const LOCAL: &str = "k4.local.";
pub(super) const SECRET: &str = "k4.secret.";
pub(super) const PUBLIC: &str = "k4.public.";

/// The characters that 64 bytes, the longest key, take.
const LONGEST: usize = 86;

pub(super) fn read(text: &str) -> Result<Material, KeyError> {
    if let Some(data) = text.strip_prefix(LOCAL) {
        decode(data).map(Material::Local)
    } else if let Some(data) = text.strip_prefix(SECRET) {
        decode(data).map(Material::Secret)
    } else if let Some(data) = text.strip_prefix(PUBLIC) {
        decode(data).map(|bytes| Material::Public(*bytes))
    } else if starts_as_paserk(text) {
        Err(KeyError::WrongVersion)
    } else {
        Err(KeyError::NotAKey)
    }
}

/// The text of a key; `prefix` is one of ours.
pub(super) fn write(prefix: &str, bytes: &[u8]) -> String {
    let mut buffer = Zeroizing::new([0; LONGEST]);
    // It has the room for every key.
    let data = Base64UrlSafeNoPadding::encode_to_str(buffer.as_mut_slice(), bytes);
    let data = data.unwrap_or_default();
    // Made at its full length: a string that grows leaves a copy of the key behind.
    let mut text = String::with_capacity(prefix.len().saturating_add(data.len()));
    text.push_str(prefix);
    text.push_str(data);
    text
}

pub(super) fn id(id: impl Into<Id>) -> KeyId {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = id.into().fmt(&mut text);
    KeyId::computed(text)
}

/// Whether a text starts as a key in the open, of any version: what a footer must never hold
/// (PASERK, "footer" column of the type table).
pub(super) fn holds_key(text: &str) -> bool {
    const OPEN: [&str; 5] = ["local", "secret", "public", "local-pw", "secret-pw"];
    let mut parts = text.splitn(3, '.');
    let version = parts.next().is_some_and(|version| ["k1", "k2", "k3", "k4"].contains(&version));
    version && parts.next().is_some_and(|kind| OPEN.contains(&kind)) && parts.next().is_some()
}

fn starts_as_paserk(text: &str) -> bool {
    let mut parts = text.splitn(3, '.');
    let version = parts.next().and_then(|version| version.strip_prefix('k'));
    version.is_some_and(|n| n.len() == 1 && n.bytes().all(|digit| digit.is_ascii_digit()))
        && parts.nth(1).is_some()
}

fn decode<const N: usize>(data: &str) -> Result<Zeroizing<[u8; N]>, KeyError> {
    let mut bytes = Zeroizing::new([0; N]);
    let decoded = Base64UrlSafeNoPadding::decode(bytes.as_mut_slice(), data, None);
    let length = decoded.map(<[u8]>::len).map_err(|error| match error {
        Error::Overflow => KeyError::WrongLength,
        Error::InvalidInput => KeyError::NotAKey,
    })?;
    if length == N { Ok(bytes) } else { Err(KeyError::WrongLength) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_the_open_are_told_from_ids_and_wrapped_keys() {
        for open in
            ["k4.secret.AAAA", "k3.local.", "k1.public.x", "k2.local-pw.x", "k4.secret-pw.x"]
        {
            assert!(holds_key(open), "{open}");
        }
        for fine in
            ["k4.lid.AAAA", "k4.seal.x", "k4.local-wrap.pie.x", "k5.local.x", "k4.local", "", "k4"]
        {
            assert!(!holds_key(fine), "{fine}");
        }
    }

    #[test]
    fn key_text_errors_say_what_is_wrong() {
        for (text, error) in [
            ("k4.local.AAAA", KeyError::WrongLength),
            ("k4.local.!", KeyError::NotAKey),
            ("k4.local.", KeyError::WrongLength),
            ("k3.local.AAAA", KeyError::WrongVersion),
            ("k4.lid.AAAA", KeyError::WrongVersion),
            ("k4.local-pw.AAAA", KeyError::WrongVersion),
            ("K4.local.AAAA", KeyError::NotAKey),
            ("707172737475767778797a7b7c7d7e7f", KeyError::NotAKey),
            ("correct horse battery staple", KeyError::NotAKey),
            ("", KeyError::NotAKey),
        ] {
            assert_eq!(read(text).err(), Some(error), "{text}");
        }
    }
}
