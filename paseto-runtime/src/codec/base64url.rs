//! The text form of bytes in a token. Variable time: a token's text is public or ciphertext.
//! Keys go through `paserk`, in constant time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Appends what a text stands for. `None` unless it is the one spelling of it: no padding, no bits
/// set beyond the last byte.
pub(super) fn decode(text: &str, into: &mut Vec<u8>) -> Option<()> {
    URL_SAFE_NO_PAD.decode_vec(text, into).ok()
}

/// Appends the text of bytes.
pub(super) fn encode(bytes: &[u8], into: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, into);
}

/// How many characters bytes take.
pub(super) fn encoded_length(bytes: usize) -> usize {
    base64::encoded_len(bytes, false).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use ct_codecs::{Base64UrlSafeNoPadding, Decoder as _};

    use super::*;

    /// As the crate that decodes keys, which pasetors decodes tokens with.
    fn reference(text: &str) -> Option<Vec<u8>> {
        let mut bytes = vec![0; text.len()];
        Base64UrlSafeNoPadding::decode(&mut bytes, text, None).ok().map(<[u8]>::to_vec)
    }

    fn ours(text: &str) -> Option<Vec<u8>> {
        let mut bytes = b"before".to_vec();
        decode(text, &mut bytes)?;
        bytes.strip_prefix(b"before").map(<[u8]>::to_vec)
    }

    /// Every length up to 130, with every byte as its last and its first.
    #[test]
    fn it_decodes_what_the_constant_time_decoder_does() {
        let (mut same, mut decoded) = (0, 0);
        for length in 0..=130 {
            let body: String = "Aa0-_zZ9".chars().cycle().take(length).collect();
            for other in (0..=0x10f_u32).filter_map(char::from_u32) {
                for text in [format!("{body}{other}"), format!("{other}{body}")] {
                    assert_eq!(ours(&text), reference(&text), "{text:?}");
                    (same, decoded) = (same + 1, decoded + usize::from(ours(&text).is_some()));
                }
            }
        }
        assert_eq!((same, decoded > 5000), (131 * 2 * 0x110, true));
    }

    /// Both spare bits of the two length classes that have them, and every length of padding.
    #[test]
    fn one_text_in_64_or_16_or_4_is_canonical() {
        const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (body, canonical) in [("", 0), ("A", 4), ("AA", 16), ("AAA", 64), ("AAAA", 0)] {
            let texts = ALPHABET.chars().map(|last| format!("{body}{last}"));
            let decoded = texts.filter(|text| {
                assert_eq!(ours(text), reference(text), "{text}");
                ours(text).is_some()
            });
            assert_eq!(decoded.count(), canonical, "{body}");
        }
        for padded in ["=", "AA=", "AA==", "AAA=", "AAAA=", "AAAA==", "AAAA====", "AA=="] {
            assert_eq!((ours(padded), reference(padded)), (None, None), "{padded}");
        }
    }
}
