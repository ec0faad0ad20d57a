use std::collections::HashSet;

use actix_paseto::toolbox::{AesKey, AesKeys, Detached, KeyError, OpenError};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::peer::{Peer, b64, contents};

const RAW: [u8; 32] = [42; 32];

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn key() -> AesKey {
    AesKey::from_bytes(&RAW).unwrap()
}

#[test]
fn the_bare_algorithm_goes_both_ways() {
    let mut python = Peer::start();
    for content in contents() {
        for context in [b"".as_slice(), b"aad", &[0xff; 1000]] {
            let ours = key().seal_detached(&content, context).unwrap();
            let with = json!([b64(RAW), b64(ours.nonce), b64(&ours.ciphertext), b64(context)]);
            assert_eq!(python.bytes("aes_open", with), content);

            let nonce = [7; 12];
            let with = json!([b64(RAW), b64(nonce), b64(&content), b64(context)]);
            let ciphertext = python.bytes("aes_seal", with);
            let theirs = Detached { nonce, ciphertext };
            assert_eq!(key().open_detached(&theirs, context).unwrap().expose(), content);
            assert!(key().open_detached(&theirs, b"other").is_err());
        }
    }
}

#[test]
fn dspu_shares_it() {
    let mut python = Peer::start();
    let ours = key().seal_detached("pässword".as_bytes(), b"aad").unwrap();
    let with = json!([b64(RAW), b64(ours.nonce), b64(ours.ciphertext), b64("aad")]);
    assert_eq!(python.text("dspu_aes_open", with), "pässword");

    let theirs = python.ask("dspu_aes_seal", json!([b64(RAW), "pässword", b64("aad")]));
    let part = |of: &Value| STANDARD.decode(of.as_str().unwrap()).unwrap();
    let theirs =
        Detached { ciphertext: part(&theirs[0]), nonce: part(&theirs[1]).try_into().unwrap() };
    let opened = key().open_detached(&theirs, b"aad").unwrap();
    assert_eq!(opened.expose(), "pässword".as_bytes());
}

#[test]
fn the_vector_of_dspu_opens() {
    let key = hex("a15beefe629c9f602d39ae1a9827aeae344a978608f4a12f553b413d5e6de36a");
    let sealed = Detached {
        nonce: hex("bd5d8d3301673680ddd95825").try_into().unwrap(),
        ciphertext: hex("19138551a186620dbe898a0b51905960f72712b31a"),
    };
    let opened = AesKey::from_bytes(&key).unwrap().open_detached(&sealed, b"aad").unwrap();
    assert_eq!(opened.expose(), b"hello");
}

#[test]
fn the_layout_is_the_documented_one() {
    let mut python = Peer::start();
    let keys = AesKeys::new(key());
    for content in contents() {
        let ours = keys.seal(&content, b"invoice 7").unwrap();
        assert_eq!(ours.len(), content.len() + 33);
        let with = json!([b64(RAW), b64(&ours), b64("invoice 7")]);
        assert_eq!(python.bytes("layout_open", with), content);
        let with = json!([b64(RAW), b64([9; 12]), b64(&content), b64("invoice 7")]);
        let theirs = python.bytes("layout_seal", with);
        assert_eq!(keys.open(&theirs, b"invoice 7").unwrap().expose(), content);
    }
}

#[test]
fn what_was_changed_is_refused() {
    let keys = AesKeys::new(key());
    let sealed = keys.seal(b"hush", b"context").unwrap();
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            assert_eq!(keys.open(&changed, b"context").unwrap_err(), OpenError::Refused);
        }
        assert_eq!(keys.open(&sealed[..at], b"context").unwrap_err(), OpenError::Refused);
    }
    for context in [b"".as_slice(), b"contex", b"context ", b"\x01context"] {
        assert_eq!(keys.open(&sealed, context).unwrap_err(), OpenError::Refused);
    }
    let longer = [&sealed[..], &[0]].concat();
    assert_eq!(keys.open(&longer, b"context").unwrap_err(), OpenError::Refused);
    assert_eq!(keys.open(&[1; 33], b"").unwrap_err(), OpenError::Refused);
}

#[test]
fn older_keys_open_and_the_active_one_seals() {
    let (first, second, third) = (key(), AesKey::generate().unwrap(), AesKey::generate().unwrap());
    let old = AesKeys::new(first.clone());
    let sealed = old.seal(b"hush", b"").unwrap();
    let keys = old.clone().rotated_to(second.clone()).rotated_to(third.clone());
    assert_eq!(keys.open(&sealed, b"").unwrap().expose(), b"hush");
    assert!(old.is_current(&sealed) && !keys.is_current(&sealed));

    let rotated = keys.rotate(&sealed, b"").unwrap();
    assert!(keys.is_current(&rotated));
    assert_eq!(AesKeys::new(third.clone()).open(&rotated, b"").unwrap().expose(), b"hush");
    assert!(old.open(&rotated, b"").is_err());
    assert!(keys.rotate(&sealed, b"other").is_err());
    let listed = AesKeys::new(third).with_older([second]).with_older([first]);
    assert_eq!(listed.open(&sealed, b"").unwrap().expose(), b"hush");
}

#[test]
fn no_two_sealings_share_a_nonce() {
    let keys = AesKeys::new(key());
    let nonces: HashSet<Vec<u8>> =
        (0..1000).map(|_| keys.seal(b"", b"").unwrap()[5..17].to_vec()).collect();
    assert_eq!(nonces.len(), 1000);
}

#[test]
fn keys_are_32_bytes() {
    assert_eq!(AesKey::from_bytes(&[1; 31]).unwrap_err(), KeyError::Length);
    assert_eq!(AesKey::from_bytes(&[0; 32]).unwrap_err(), KeyError::Weak);
    assert_eq!(AesKey::from_text("no key").unwrap_err(), KeyError::Text);
    for text in [URL_SAFE.encode(RAW), URL_SAFE_NO_PAD.encode(RAW), URL_SAFE.encode(RAW) + "\n"] {
        assert_eq!(AesKey::from_text(&text).unwrap().id(), key().id());
    }
    assert_ne!(AesKey::generate().unwrap().id(), AesKey::generate().unwrap().id());
}
