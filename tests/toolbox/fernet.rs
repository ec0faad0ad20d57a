use std::time::{Duration, SystemTime};

use actix_paseto::time::Clock;
use actix_paseto::toolbox::{FernetKey, FernetKeys, KeyError, OpenError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Value, json};

use crate::peer::{Peer, b64, contents};

fn key_text(key: &FernetKey) -> String {
    key.to_text().expose().to_owned()
}

fn clock_at(seconds: u64) -> Clock {
    Clock::from_fn(move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

#[test]
fn tokens_go_both_ways() {
    let mut python = Peer::start();
    let theirs = python.text("fernet_key", json!([]));
    for key in [FernetKey::from_text(&theirs).unwrap(), FernetKey::generate().unwrap()] {
        let (text, keys) = (key_text(&key), FernetKeys::new(key));
        for content in contents() {
            let ours = keys.seal(&content);
            let opened = python.bytes("fernet_open", json!([text, ours, null, null]));
            assert_eq!(opened, content);
            let theirs = python.text("fernet_seal", json!([text, b64(&content), 1_700_000_000]));
            assert_eq!(keys.open(&theirs).unwrap().expose(), content);
            assert_eq!(keys.open(&format!("{theirs}\n")).unwrap().expose(), content);
        }
        let theirs = python.text("dspu_fernet_seal", json!([text, "pässword"]));
        assert_eq!(keys.open(&theirs).unwrap().expose(), "pässword".as_bytes());
        let ours = keys.seal("pässword".as_bytes());
        assert_eq!(python.text("dspu_fernet_open", json!([text, ours])), "pässword");
    }
}

#[test]
fn several_keys_mean_what_they_mean_to_multifernet() {
    let mut python = Peer::start();
    let (old, new) = (FernetKey::generate().unwrap(), FernetKey::generate().unwrap());
    let texts = json!([key_text(&new), key_text(&old)]);
    let before = FernetKeys::new(old.clone()).with_clock(clock_at(1_600_000_000));
    let both = FernetKeys::new(new.clone()).with_older([old.clone()]);
    let only_new = FernetKeys::new(new.clone());

    let token = before.seal(b"hush");
    assert_eq!(both.open(&token).unwrap().expose(), b"hush");
    assert_eq!(python.bytes("fernet_multi_open", json!([texts, token])), b"hush");
    assert_eq!(only_new.open(&token).unwrap_err(), OpenError::Refused);

    for rotated in [
        both.rotate(&token).unwrap(),
        before.clone().rotated_to(new.clone()).rotate(&token).unwrap(),
        python.text("fernet_rotate", json!([texts, token])),
    ] {
        assert_eq!(only_new.open(&rotated).unwrap().expose(), b"hush");
        let time = python.ask("fernet_time", json!([key_text(&new), rotated]));
        assert_eq!(time, 1_600_000_000);
        let ours = only_new.made_at(&rotated).unwrap();
        assert_eq!(ours.to_string(), "2020-09-13T12:26:40+00:00");
    }
    let theirs = python.text("fernet_multi_seal", json!([texts, b64("new")]));
    assert_eq!(only_new.open(&theirs).unwrap().expose(), b"new");
}

#[test]
fn age_is_judged_as_python_judges_it() {
    let mut python = Peer::start();
    let key = FernetKey::generate().unwrap();
    let text = key_text(&key);
    let made = 1_700_000_000;
    let token = python.text("fernet_seal", json!([text, b64("hush"), made]));
    for now in [made - 61, made - 60, made, made + 59, made + 60, made + 61, made + 1_000_000] {
        for age in [0, 1, 60, 3600, u64::from(u32::MAX)] {
            let keys = FernetKeys::new(key.clone()).with_clock(clock_at(now));
            let ours = keys.open_within(&token, Duration::from_secs(age));
            let refused = python.refuses("fernet_open", json!([text, token, age, now]));
            assert_eq!(ours.is_err(), refused, "now {now}, age {age}");
            assert!(ours.err().is_none_or(|error| error == OpenError::Expired));
            // Without an age Python asks for no time at all.
            assert!(keys.open(&token).is_ok());
        }
    }
    let keys = FernetKeys::new(key).with_clock(clock_at(made));
    assert!(keys.open_within(&token, Duration::MAX).is_ok());
}

#[test]
fn the_vector_of_dspu_opens() {
    let key = FernetKey::from_text("a4RfWQdgAMIbyUxgIfJNoyU9rte6t7mcKC2FmQxvSPU=").unwrap();
    let token = "gAAAAABrAgH35gm0pfcVkv_RUHCzIBu6Ixe1fdrC9Ka6jkOX6CT9O-lIhnv-1LePeiFMjFKfQH7HEmt54Eye8\
                 ger-YuXhugPZImnZJR1BejZ2Mrgik2DsCA=";
    let opened = FernetKeys::new(key).open(token).unwrap();
    assert_eq!(opened.expose(), "k4.local secret é".as_bytes());
}

#[test]
fn what_was_changed_is_refused() {
    let keys = FernetKeys::new(FernetKey::generate().unwrap());
    let token = keys.seal(b"hush");
    let bytes = URL_SAFE.decode(&token).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let refused = keys.open(&URL_SAFE.encode(&changed)).unwrap_err();
        assert_eq!(refused, OpenError::Refused, "byte {at}");
        assert!(keys.open(&URL_SAFE.encode(&bytes[..at])).is_err(), "cut at {at}");
    }
    for nonsense in
        ["", "gAAAAA", "gAAAAAAAAAAA", "é", "ééééééééé", &"=".repeat(100), &"g".repeat(99)]
    {
        assert_eq!(keys.open(nonsense).unwrap_err(), OpenError::Refused);
    }
}

/// A forged time must not make the sum of time and age overflow.
#[test]
fn times_beyond_the_calendar_are_refused() {
    let keys = FernetKeys::new(FernetKey::generate().unwrap());
    let bytes = URL_SAFE.decode(keys.seal(b"hush")).unwrap();
    for time in [u64::MAX, u64::MAX - 60, 1 << 63, 253_402_300_800] {
        let forged = [&bytes[..1], &time.to_be_bytes(), &bytes[9..]].concat();
        let forged = URL_SAFE.encode(forged);
        assert_eq!(keys.open_within(&forged, Duration::MAX).unwrap_err(), OpenError::Refused);
        assert_eq!(keys.made_at(&forged).unwrap_err(), OpenError::Refused);
    }
}

#[test]
fn keys_are_32_bytes_of_base64url() {
    let cases: [(String, KeyError); 5] = [
        (String::new(), KeyError::Length),
        ("not base64!".into(), KeyError::Text),
        (URL_SAFE.encode([7; 31]), KeyError::Length),
        (URL_SAFE.encode([7; 33]), KeyError::Length),
        (URL_SAFE.encode([0; 32]), KeyError::Weak),
    ];
    for (text, why) in cases {
        assert_eq!(FernetKey::from_text(&text).unwrap_err(), why, "{text:?}");
    }
    let text = URL_SAFE.encode([7; 32]);
    let bare = FernetKey::from_text(text.trim_end_matches('=')).unwrap();
    assert_eq!(key_text(&bare), text);
    assert_ne!(Value::from(key_text(&FernetKey::generate().unwrap())), text);
}
