//! The name of a successor, readable only to who shows the token that it follows.

use crate::revocation::id::IdKey;

const BLOCK: usize = 16;

/// As hexadecimal digits.
pub(super) fn masked(key: IdKey, jti: &str, name: &str) -> String {
    let bytes = stream(key, jti).zip(name.bytes()).map(|(mask, byte)| mask ^ byte);
    bytes.fold(String::with_capacity(name.len() * 2), |text, byte| format!("{text}{byte:02x}"))
}

pub(super) fn unmasked(key: IdKey, jti: &str, digits: &str) -> Option<String> {
    let bytes = digits.as_bytes().chunks(2).zip(stream(key, jti)).map(|(two, mask)| {
        let byte = u8::from_str_radix(str::from_utf8(two).ok()?, 16).ok()?;
        Some(byte ^ mask)
    });
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}

/// Apart from every id: no `jti` has control characters.
fn stream(key: IdKey, jti: &str) -> impl Iterator<Item = u8> {
    (0_u32..).flat_map(move |block| {
        let bytes: [u8; BLOCK] = key.id(&format!("\0grace\0{block}\0{jti}")).bits().to_le_bytes();
        bytes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_knows_the_token_reads_its_successor() {
        let key = IdKey::from_bits(7);
        for name in ["", "n", "a name that is longer than one block of it: é"] {
            let digits = masked(key, "jti", name);
            assert_eq!(unmasked(key, "jti", &digits).as_deref(), Some(name));
            assert!(name.is_empty() || unmasked(key, "other", &digits).as_deref() != Some(name));
        }
        assert_eq!(unmasked(key, "jti", "x"), None);
    }
}
