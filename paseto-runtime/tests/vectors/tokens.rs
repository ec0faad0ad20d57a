//! The token vectors: version 4 opens and signs, versions 2 and 3 are refused.

use paseto_runtime::codec::{LocalKey, Opened, Shape, SigningKey, VerifyingKey};
use paseto_runtime::kind::Purpose;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::package::{cases, file, must_fail, paserk, text};

/// Local for encryption cases, verifying for signature cases.
enum Opener {
    Local(LocalKey),
    Verifying(VerifyingKey),
}

impl Opener {
    fn of(case: &Value) -> Self {
        if case["key"].is_string() {
            let key = paserk("k4.local.", text(case, "key"));
            Self::Local(LocalKey::dangerous_from_weak_text(&key).unwrap())
        } else {
            let key = paserk("k4.public.", text(case, "public-key"));
            Self::Verifying(VerifyingKey::dangerous_from_weak_text(&key).unwrap())
        }
    }

    fn purpose(&self) -> Purpose {
        match self {
            Self::Local(_) => Purpose::Local,
            Self::Verifying(_) => Purpose::Public,
        }
    }

    /// The payload and the footer, if the token is authentic.
    fn open(&self, token: &str, accepts: &[Purpose], assertion: &str) -> Option<(String, Vec<u8>)> {
        let shape = Shape::parse(token, accepts).ok()?;
        let opened = match self {
            Self::Local(key) => key.open(&shape, assertion.as_bytes()),
            Self::Verifying(key) => key.open(&shape, assertion.as_bytes()),
        };
        let payload = opened.map(Opened::into_payload)?;
        Some((payload, shape.unverified_footer().as_bytes().to_vec()))
    }
}

const BOTH: &[Purpose] = &[Purpose::Local, Purpose::Public];

#[test]
fn version_4_opens_what_it_must_and_refuses_the_rest() {
    let (mut opened, mut refused) = (0, 0);
    for case in cases("v4.json") {
        let key = Opener::of(&case);
        let (token, assertion) = (text(&case, "token"), text(&case, "implicit-assertion"));
        for accepts in [&[key.purpose()][..], BOTH] {
            let read = key.open(token, accepts, assertion);
            if must_fail(&case) {
                assert_eq!(read, None, "{}", case["name"]);
            } else {
                let footer = text(&case, "footer").as_bytes().to_vec();
                let expected = (text(&case, "payload").to_owned(), footer);
                assert_eq!(read, Some(expected), "{}", case["name"]);
            }
        }
        if must_fail(&case) { refused += 1 } else { opened += 1 }
    }
    assert_eq!((opened, refused), (13, 5));
}

#[test]
fn version_4_signs_byte_for_byte() {
    let mut signed = 0;
    for case in cases("v4.json") {
        if !text(&case, "name").starts_with("4-S-") {
            continue;
        }
        let [payload, footer, assertion] =
            ["payload", "footer", "implicit-assertion"].map(|name| text(&case, name).as_bytes());
        for key in [paserk("k4.secret.", text(&case, "secret-key")), pem(&case)] {
            let key = SigningKey::dangerous_from_weak_text(&key).unwrap();
            let public = paserk("k4.public.", text(&case, "public-key"));
            assert_eq!(key.verifying_key().to_paserk(), public);
            assert_eq!(key.seal(payload, footer, assertion).unwrap(), text(&case, "token"));
        }
        signed += 1;
    }
    assert_eq!(signed, 3);
}

fn pem(case: &Value) -> String {
    text(case, "secret-key-pem").to_owned()
}

#[test]
fn an_assertion_is_never_optional() {
    for case in cases("v4.json").iter().filter(|case| !must_fail(case)) {
        let read = Opener::of(case).open(text(case, "token"), BOTH, "another");
        assert_eq!(read, None, "{}", case["name"]);
    }
}

#[test]
fn versions_2_and_3_open_under_no_key() {
    let keys: Vec<Opener> = cases("v4.json").iter().map(Opener::of).collect();
    let mut refused = 0;
    for case in [cases("v2.json"), cases("v3.json")].concat() {
        let (token, assertion) = (text(&case, "token"), text(&case, "implicit-assertion"));
        for key in &keys {
            for accepts in [&[Purpose::Local][..], &[Purpose::Public], BOTH] {
                for assertion in [assertion, ""] {
                    assert_eq!(key.open(token, accepts, assertion), None, "{}", case["name"]);
                }
            }
        }
        refused += 1;
    }
    assert_eq!(refused, 32);
}

#[test]
fn the_files_are_the_ones_that_were_reviewed() {
    for (name, digest) in [
        ("v2.json", "b58b11047f26596acdbcad7cfd4e270bc3e917f86e2be85b22f0d6be06ae79d0"),
        ("v3.json", "0915e06a36767542e877e27467a0b83d069c5a3b2d69b756db630fa344e73378"),
        ("v4.json", "5903a30b3123bd984656197aa55cdf009ccd1e2e1d7586af9562787946bb8794"),
    ] {
        let found: String =
            Sha256::digest(file(name)).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, digest, "{name}");
    }
}
