#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use super::*;
use crate::codec::{Footer, LocalKey};
use crate::error::Place;
use crate::key::{Identified as _, KeyId};
use crate::kind::Purpose;

const LIMITS: Limits<'_> =
    Limits { max_length: 4_096, accepts: &[Purpose::Local, Purpose::Public], base64: false };

fn key_id() -> KeyId {
    LocalKey::generate().unwrap().id().clone()
}

/// 251 bytes, as of a typical access token.
fn payload(n: usize) -> String {
    format!(
        r#"{{"iss":"https://id.test","sub":"user-{n:08}","aud":"api","exp":"2039-01-01T00:15:00+00:00","nbf":"2039-01-01T00:00:00+00:00","iat":"2039-01-01T00:00:00+00:00","jti":"{n:022}","type":"access","fresh":true,"role":"clerk","tenant":"alp"}}"#
    )
}

fn contents(n: usize, key: &KeyId) -> Contents {
    Contents::read(&payload(n), &Footer::default(), Purpose::Local, key.clone()).unwrap()
}

fn text(n: usize) -> String {
    format!("v4.local.{n:0420}")
}

fn bearer(text: &str) -> BearerToken<'_> {
    BearerToken::found(text.as_bytes(), Place::Function)
}

fn knows(cache: &TokenCache, text: &str, generation: u64) -> bool {
    let bearer = bearer(text);
    let lookup = cache.look_up(&bearer, b"", &LIMITS, generation);
    lookup.is_some_and(|lookup| lookup.recall(&bearer).is_some())
}

fn enter(cache: &TokenCache, n: usize, key: &KeyId) {
    let (text, contents) = (text(n), contents(n, key));
    let lookup = cache.look_up(&bearer(&text), b"", &LIMITS, 1).unwrap();
    let token = Token::seal(ReadToken::again(contents, Place::Function.into())).unwrap();
    lookup.entrance().enter(&token);
}

#[test]
fn a_token_takes_as_little_as_promised() {
    assert_eq!(payload(1).len(), 251);
    let contents = contents(1, &key_id());
    // Its allocation, as an allocator of 16 bytes' steps rounds it.
    assert!(contents.size() - 16 + 8 <= 320, "{}", contents.size());
}

#[test]
fn nothing_is_remembered_of_other_keys() {
    let (cache, key) = (TokenCache::new(1 << 20), key_id());
    enter(&cache, 1, &key);
    assert!(knows(&cache, &text(1), 1));
    let bearer_text = text(2);
    let bearer = bearer(&bearer_text);
    let late = cache.look_up(&bearer, b"", &LIMITS, 1).unwrap().entrance();
    assert!(!knows(&cache, &text(1), 2));
    assert!(format!("{cache:?}").contains("Some(0)"), "{cache:?}");
    // Opened before the keys changed, let in afterwards.
    let token = ReadToken::again(contents(2, &key), Place::Function.into());
    late.enter(&Token::seal(token).unwrap());
    assert!(!knows(&cache, &text(2), 1) && !knows(&cache, &text(2), 2));
    assert!(!knows(&cache, &text(1), 1));
}

#[test]
fn a_tag_depends_on_all_that_it_stands_for() {
    let (key, other) = (TagKey::random().unwrap(), TagKey::random().unwrap());
    let (text, limits): (&[u8], _) = (b"v4.local.abc", LIMITS);
    let own = key.tag(text, b"", &limits, 1);
    assert_eq!(own, key.tag(text, b"", &limits, 1));
    let local = Limits { accepts: &[Purpose::Local], ..limits };
    let public = Limits { accepts: &[Purpose::Public], ..limits };
    let wrapped = Limits { base64: true, ..limits };
    let all = [
        own,
        other.tag(text, b"", &limits, 1),
        key.tag(b"v4.local.abd", b"", &limits, 1),
        key.tag(b"v4.local.abc\0", b"", &limits, 1),
        key.tag(text, b"v", &limits, 1),
        key.tag(b"4.local.abc", b"v", &limits, 1),
        key.tag(b"", text, &limits, 1),
        key.tag(text, b"", &limits, 2),
        key.tag(text, b"", &local, 1),
        key.tag(text, b"", &public, 1),
        key.tag(text, b"", &wrapped, 1),
    ];
    for (n, one) in all.iter().enumerate() {
        assert!(!all.iter().skip(n + 1).any(|two| one == two), "{n}");
    }
}

/// What cannot be a token is not even hashed.
#[test]
fn junk_is_not_looked_at() {
    let cache = TokenCache::new(1 << 20);
    let is_looked_at = |text: &str| cache.look_up(&bearer(text), b"", &LIMITS, 1).is_some();
    assert!(is_looked_at("v4.local.x") && is_looked_at(&"v4.public.".repeat(409)));
    for junk in ["", "v4.loca", "x", &"v4.public.".repeat(410)] {
        assert!(!is_looked_at(junk));
    }
    assert!(TokenCache::new(0).look_up(&bearer("v4.local.x"), b"", &LIMITS, 1).is_none());
}

/// However many others come, once or even twice, and at whatever size the memory begins.
#[test]
fn a_flood_of_valid_tokens_does_not_evict_what_is_hot() {
    let key = key_id();
    for capacity in [256 * 1_024, 1 << 20] {
        for repeats in [1, 2] {
            for flood_first in [false, true] {
                let cache = TokenCache::new(capacity);
                let hot = || 0..64;
                let flood = || 1_000..1_000 + 2 * capacity / 256;
                if flood_first {
                    flood().for_each(|n| enter(&cache, n, &key));
                }
                let hot_round = || hot().filter(|n| knows(&cache, &text(*n), 1)).count();
                for _ in 0..4 {
                    hot()
                        .filter(|n| !knows(&cache, &text(*n), 1))
                        .for_each(|n| enter(&cache, n, &key));
                }
                let (mut asked, mut known) = (0, 0);
                for n in flood() {
                    let other = n + 10_000_000;
                    enter(&cache, other, &key);
                    (1..repeats).for_each(|_| assert!(knows(&cache, &text(other), 1)));
                    // As many requests of all who come often as of the flood.
                    if n % 64 == 0 {
                        asked += 64;
                        known += hot_round();
                        hot()
                            .filter(|n| !knows(&cache, &text(*n), 1))
                            .for_each(|n| enter(&cache, n, &key));
                    }
                }
                let told = format!("{known} of {asked}: {capacity} {repeats} {flood_first}");
                assert!(known * 100 >= asked * 97, "{told}");
                let shelf = cache.0.as_ref().unwrap();
                assert!(shelf.entries.weight() <= capacity as u64);
            }
        }
    }
}

#[test]
fn many_threads_at_once() {
    let (cache, key) = (TokenCache::new(64 * 1_024), key_id());
    std::thread::scope(|scope| {
        for own in 0..4 {
            let (cache, key) = (&cache, &key);
            scope.spawn(move || {
                for round in 0..4_000_usize {
                    let n = (round * 7 + own) % 400;
                    let (text, generation) = (text(n), 1 + (round / 1_000) as u64);
                    let bearer = bearer(&text);
                    let lookup = cache.look_up(&bearer, b"", &LIMITS, generation).unwrap();
                    if let Some(token) = lookup.recall(&bearer) {
                        let expected = format!("{n:022}");
                        assert_eq!(Token::seal(token).unwrap().jti(), expected);
                        continue;
                    }
                    let read = ReadToken::again(contents(n, key), Place::Function.into());
                    lookup.entrance().enter(&Token::seal(read).unwrap());
                }
            });
        }
    });
}
