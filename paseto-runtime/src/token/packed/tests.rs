#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use serde_json::{Value, json};

use crate::claims::{Registered, Subject};
use crate::codec::{Footer, LocalKey};
use crate::key::Identified as _;
use crate::kind::Purpose;
use crate::token::contents::Contents;

/// Everything that is read back is what the payload says.
fn check(payload: &str, footer: &[u8], purpose: Purpose) {
    let (told, footer) = (Registered::parse(payload).unwrap(), Footer::scan(footer).unwrap());
    let key = LocalKey::generate().unwrap().id().clone();
    let kept = Contents::read(payload, &footer, purpose, key.clone()).unwrap();
    assert_eq!((kept.payload(), kept.footer()), (payload, footer.as_bytes()), "{payload}");
    assert_eq!((kept.purpose(), kept.key_id()), (purpose, &key), "{payload}");
    assert_eq!(kept.kind(), told.kind.as_ref(), "{payload}");
    assert_eq!(kept.has_subject(), told.subject.is_some(), "{payload}");
    assert_eq!(kept.has_subject().then(|| kept.subject()), told.subject.as_ref(), "{payload}");
    assert_eq!(kept.jti(), told.jti.as_deref(), "{payload}");
    assert_eq!(kept.has_jti(), told.jti.is_some(), "{payload}");
    assert_eq!(kept.issuer(), told.issuer.as_deref(), "{payload}");
    assert_eq!(kept.audience(), told.audience, "{payload}");
    let raw = kept.raw_audiences().map(<[u8]>::to_vec);
    assert!(raw.eq(told.audience.iter().map(|text| text.as_bytes().to_vec())), "{payload}");
    assert_eq!(kept.is_fresh(), told.fresh == Some(true), "{payload}");
    assert_eq!(kept.issued_at(), told.issued_at, "{payload}");
    assert_eq!(kept.not_before(), told.not_before, "{payload}");
    assert_eq!(kept.expires_at(), told.expires_at, "{payload}");
    assert_eq!(kept.family(), told.family.as_ref(), "{payload}");
    assert_eq!(kept.csrf(), told.csrf.as_deref(), "{payload}");
}

const TIMES: [Option<&str>; 7] = [
    None,
    Some("1970-01-01T00:00:00Z"),
    Some("2039-01-01T00:00:00Z"),
    Some("2039-01-01T00:00:00.123456Z"),
    Some("2039-01-01T00:00:00.999999999Z"),
    Some("2514-05-30T01:53:04Z"),
    Some("9999-12-31T23:59:59.999999999Z"),
];

#[test]
fn times_are_kept_to_the_nanosecond() {
    for issued in TIMES {
        for expires in TIMES {
            for begins in TIMES {
                let mut claims = json!({ "sub": "a" });
                let all = [("iat", issued), ("exp", expires), ("nbf", begins)];
                for (name, at) in all.into_iter().filter_map(|(name, at)| Some((name, at?))) {
                    claims[name] = at.into();
                }
                check(&claims.to_string(), b"", Purpose::Local);
            }
        }
    }
}

#[test]
fn texts_are_kept_wherever_they_stand() {
    let long = "x".repeat(64);
    for text in ["", "a", "a\"b", "\u{e9}", &long[1..], &long, &"y".repeat(600)] {
        for front in [0, 400, 520, 900] {
            let front = "f".repeat(front);
            let claims = [
                ("iss", Value::from(text)),
                ("sub", Value::from(text)),
                ("aud", Value::from(text)),
                ("aud", json!([text, "other", text])),
            ];
            for (name, value) in claims {
                check(&format!(r#"{{"0":"{front}","{name}":{value}}}"#), b"", Purpose::Public);
            }
            let both = json!({ "0": front, "iss": text, "sub": text, "aud": [text] });
            check(&both.to_string(), br#"{"a":"b"}"#, Purpose::Local);
        }
    }
}

#[test]
fn what_few_tokens_have_is_kept() {
    for kind in ["access", "refresh", "invitation"] {
        for footer in [&b""[..], b"some text", br#"{"kid":"k"}"#] {
            for family in [None, Some("f.1790000000000000")] {
                for csrf in [None, Some("c".repeat(70))] {
                    for fresh in [true, false] {
                        let mut claims = json!({
                            "sub": u64::MAX, "type": kind, "jti": "j", "fresh": fresh,
                            "exp": "9999-01-01T00:00:00Z", "nbf": "2001-01-01T00:00:00.5Z",
                        });
                        family.into_iter().for_each(|family| claims["fam"] = family.into());
                        csrf.iter().for_each(|csrf| claims["csrf"] = csrf.as_str().into());
                        check(&claims.to_string(), footer, Purpose::Local);
                    }
                }
            }
        }
    }
    let key = LocalKey::generate().unwrap().id().clone();
    let footer = Footer::scan(format!(r#"{{"kid":"{key}"}}"#).as_bytes()).unwrap();
    let kept = Contents::read(r#"{"sub":-7}"#, &footer, Purpose::Local, key).unwrap();
    assert_eq!((kept.footer(), kept.subject()), (footer.as_bytes(), &Subject::Number(-7)));
}
