//! A token has one spelling: whatever differs from it by a character is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use paseto_runtime::codec::{LocalKey, Shape, SigningKey, VerifyingKey};
use paseto_runtime::kind::Purpose;

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Keys {
    local: LocalKey,
    verifying: VerifyingKey,
}

impl Keys {
    fn open(&self, token: &str) -> bool {
        let Ok(shape) = Shape::parse(token, &[Purpose::Local, Purpose::Public]) else {
            return false;
        };
        self.local.open(&shape, b"").or_else(|| self.verifying.open(&shape, b"")).is_some()
    }
}

/// Local and public, without and with a footer. The lengths leave 0, 2 and 4 bits to spare in the
/// last character of a part.
fn tokens() -> (Keys, Vec<String>) {
    let (local, signing) = (LocalKey::generate().unwrap(), SigningKey::generate().unwrap());
    let tokens = vec![
        local.seal(b"{}", b"", b"").unwrap(),
        local.seal(b"{ }", br#"{"kid":"x"}"#, b"").unwrap(),
        signing.seal(b"{}", b"", b"").unwrap(),
        signing.seal(b"{  }", b"raw!", b"").unwrap(),
    ];
    (Keys { local, verifying: signing.verifying_key() }, tokens)
}

#[test]
fn every_single_character_counts() {
    let (keys, tokens) = tokens();
    for token in &tokens {
        assert!(keys.open(token));
        for at in 0..token.len() {
            let (before, rest) = token.split_at(at);
            let (now, after) = rest.split_at(1);
            // Its ends are empty: the character is also left out.
            for other in ALPHABET.split("").filter(|other| *other != now) {
                assert!(!keys.open(&format!("{before}{other}{after}")), "{at} {other}");
            }
        }
    }
}

#[test]
fn other_spellings_of_the_same_bytes_are_refused() {
    let (keys, tokens) = tokens();
    for token in &tokens {
        for other in [".", "..", ".x", "=", "==", "A", " ", "\n", "\u{0}", "é"] {
            assert!(!keys.open(&format!("{token}{other}")), "{other:?} appended");
            assert!(!keys.open(&format!("{other}{token}")), "{other:?} prepended");
        }
        for (part, other) in [("v4.", "v3."), ("v4.", "V4."), ("v4.", "v4c."), (".", "..")] {
            assert!(!keys.open(&token.replacen(part, other, 1)), "{other}");
        }
        for at in 0..token.len() {
            assert!(!keys.open(&token[..at]), "cut at {at}");
        }
    }
}

#[test]
fn the_standard_alphabet_is_refused() {
    let key = LocalKey::generate().unwrap();
    let signing = SigningKey::generate().unwrap();
    let verifying = signing.verifying_key();
    // Random bytes: among a few tokens each of the two characters turns up.
    let token = (0..).find_map(|_| {
        let token = key.seal(b"{}", b"", b"").unwrap();
        (token.contains('-') && token.contains('_')).then_some(token)
    });
    let (keys, token) = (Keys { local: key, verifying }, token.unwrap());
    assert!(keys.open(&token));
    assert!(!keys.open(&token.replace('-', "+")));
    assert!(!keys.open(&token.replace('_', "/")));
}
