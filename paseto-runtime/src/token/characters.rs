//! The characters that credentials may have.

/// A text that is too long for any profile is not looked at: its length alone refuses it, and each of
/// its bytes would cost time.
pub(crate) fn may_be_credentials(text: &[u8]) -> bool {
    text.len() > LONGEST || (!text.is_empty() && is_token68(text))
}

/// The highest `max_token_length`, wrapped in base64.
const LONGEST: usize = 8_192 / 3 * 4 + 4;

/// The characters of a token68 (RFC 9110 §11.2).
fn is_token68(text: &[u8]) -> bool {
    is_usual(text) || text.iter().all(|byte| fits(*byte))
}

/// Those that a PASETO has. Without a branch, so that a processor looks at many of them at a time;
/// the last ones twice rather than one by one.
fn is_usual(text: &[u8]) -> bool {
    let Some(last) = text.last_chunk::<WIDE>() else { return false };
    let (chunks, _) = text.as_chunks::<WIDE>();
    misfits(chunks.as_flattened()) | misfits(last) == 0
}

/// What a processor compares at once.
const WIDE: usize = 16;

fn misfits(text: &[u8]) -> u8 {
    text.iter().fold(0, |misfits, byte| misfits | distance(*byte))
}

/// From what is usual: 0 for letters, digits and `-./_`.
fn distance(byte: u8) -> u8 {
    let from_letters = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
    // `-`, `.`, `/` and the digits are neighbours.
    let from_digits = byte.wrapping_sub(b'-').saturating_sub(12);
    from_letters.min(from_digits).min(byte ^ b'_')
}

fn fits(byte: u8) -> bool {
    distance(byte) == 0 || matches!(byte, b'~' | b'+' | b'=')
}

#[cfg(test)]
mod tests {
    use super::is_token68;

    #[test]
    fn every_byte_fits_or_does_not() {
        for byte in 0..=u8::MAX {
            let expected = byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
            for at in [0, 15, 16, 39] {
                let mut text = [b'a'; 40];
                text.iter_mut().skip(at).take(1).for_each(|place| *place = byte);
                assert_eq!(is_token68(&text), expected, "{byte} at {at}");
            }
        }
    }
}
