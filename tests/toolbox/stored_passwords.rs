//! Hashes that Python programs stored, and ours in their eyes.

use actix_paseto::toolbox::{Argon2Params, PasswordError, PasswordHasher, PasswordLimits, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::time::{Duration, Instant};

use crate::peer::Peer;

const PASSWORD: &str = "pässword";

fn verify(stored: &str) -> Result<Verdict, PasswordError> {
    PasswordHasher::default().verify_blocking(PASSWORD, stored)
}

/// Right, wrong and due for a new hash.
fn is_outdated(stored: &str) {
    let right = verify(stored).unwrap();
    assert!(right.valid && right.needs_rehash, "{stored}");
    let wrong = PasswordHasher::default().verify_blocking("password", stored).unwrap();
    assert!(!wrong.valid && !wrong.needs_rehash, "{stored}");
}

#[test]
fn argon2_cffi_accepts_ours() {
    let mut python = Peer::start();
    for params in [Argon2Params::default(), Argon2Params::new(7168, 5, 3).unwrap()] {
        let hasher = PasswordHasher::new(params);
        let stored = hasher.hash_blocking(PASSWORD).unwrap();
        assert_eq!(python.ask("argon2_verify", json!([PASSWORD, stored])), true);
        assert_eq!(python.ask("argon2_verify", json!(["password", stored])), false);
        let cost = (params.memory_kib(), params.passes(), params.lanes());
        let with = json!([stored, cost.0, cost.1, cost.2]);
        assert_eq!(python.ask("argon2_is_current", with), true);
        assert!(!hasher.verify_blocking(PASSWORD, &stored).unwrap().needs_rehash);
        let other = PasswordHasher::new(Argon2Params::new(9216, 4, 1).unwrap());
        assert!(other.verify_blocking(PASSWORD, &stored).unwrap().needs_rehash);
    }
}

#[test]
fn argon2_cffi_is_accepted() {
    let mut python = Peer::start();
    is_outdated(&python.text("argon2_default", json!([PASSWORD])));
    let current = python.text("argon2_hash", json!([PASSWORD, 19456, 2, 1, "id", 19]));
    let verdict = verify(&current).unwrap();
    assert!(verdict.valid && !verdict.needs_rehash);
    for (kind, version) in [("i", 19), ("d", 19), ("id", 16), ("i", 16)] {
        let stored = python.text("argon2_hash", json!([PASSWORD, 19456, 2, 1, kind, version]));
        is_outdated(&stored);
    }
    // Hashes older than the version field are of the first version.
    let stored = python.text("argon2_hash", json!([PASSWORD, 19456, 2, 1, "i", 16]));
    is_outdated(&stored.replace("$v=16", ""));
}

#[test]
fn django_and_passlib_are_accepted() {
    let mut python = Peer::start();
    is_outdated(&python.text("django_hash", json!([PASSWORD, 0])));
    is_outdated(&python.text("django_hash", json!([PASSWORD, 10_000])));
    is_outdated(&python.text("passlib_hash", json!(["pbkdf2_sha256", PASSWORD, 29_000])));
    is_outdated(&python.text("passlib_hash", json!(["django_pbkdf2_sha256", PASSWORD, 29_000])));
    let passlib_argon2 = python.text("passlib_hash", json!(["argon2", PASSWORD, 3]));
    is_outdated(&passlib_argon2);
    let unusable = python.text("django_unusable", json!([]));
    assert!(!verify(&unusable).unwrap().valid, "{unusable}");
}

#[actix_web::test]
async fn dspu_is_accepted() {
    let hasher = PasswordHasher::default();
    let pair = Peer::start().ask("dspu_hash", json!([PASSWORD]));
    let salt = STANDARD.decode(pair[1].as_str().unwrap()).unwrap();
    let vector = STANDARD.decode("BwftrS6LR4D4SeryGAOr/GxchXusYkUwdXqKfHsZXYE=").unwrap();
    for (hash, salt) in [
        (pair[0].as_str().unwrap(), salt),
        ("l83yKPSRhznw1j9/BV//QS19KuF8kC6KnDCd2kIh/xo=", vector),
    ] {
        let right = hasher.verify_dspu(PASSWORD, hash, &salt).await.unwrap();
        assert!(right.valid && right.needs_rehash);
        assert!(!hasher.verify_dspu("password", hash, &salt).await.unwrap().valid);
        assert!(!hasher.verify_dspu(PASSWORD, hash, &salt[1..]).await.unwrap().valid);
        for bad in ["", "é", "hash", &hash[1..]] {
            let refused = hasher.verify_dspu(PASSWORD, bad, &salt).await.unwrap_err();
            assert_eq!(refused, PasswordError::Malformed);
        }
        assert!(hasher.verify_dspu(PASSWORD, hash, b"").await.is_err());
    }
}

#[test]
fn absurd_costs_are_refused_at_once() {
    let salt_and_hash = "c2l4dGVlbiBieXRlcyBvZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut costly: Vec<String> =
        ["m=4294967295,t=1,p=1", "m=8192,t=4294967295,p=1", "m=262145,t=1,p=1"]
            .iter()
            .chain(&["m=262144,t=5,p=1", "m=19456,t=2,p=17", "m=134217720,t=1,p=16777215"])
            .map(|params| format!("$argon2id$v=19${params}${salt_and_hash}"))
            .collect();
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for rounds in ["5000001", "4294967295", "99999999999999999999999"] {
        costly.push(format!("pbkdf2_sha256${rounds}$salt${hash}="));
        costly.push(format!("$pbkdf2-sha256${rounds}$c2FsdA${hash}"));
    }
    let start = Instant::now();
    for stored in costly {
        assert_eq!(verify(&stored).unwrap_err(), PasswordError::TooCostly, "{stored}");
    }
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn limits_can_be_moved() {
    let stored = PasswordHasher::default().hash_blocking(PASSWORD).unwrap();
    let limits = PasswordLimits::default();
    for tight in [limits.memory_kib(19_455), limits.work_kib(38_911), limits.lanes(0)] {
        let refused =
            PasswordHasher::default().with_limits(tight).verify_blocking(PASSWORD, &stored);
        assert_eq!(refused.unwrap_err(), PasswordError::TooCostly);
    }
    let short = PasswordHasher::default().with_limits(limits.password_len(8));
    assert_eq!(short.verify_blocking(PASSWORD, &stored).unwrap_err(), PasswordError::TooLong);
    assert_eq!(short.hash_blocking(PASSWORD).unwrap_err(), PasswordError::TooLong);
}

#[test]
fn what_is_no_hash_is_refused() {
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for unknown in ["", "password", "$2b$12$abc", "$scrypt$", "md5$x$y", "$pbkdf2-sha512$1$a$b"] {
        assert_eq!(verify(unknown).unwrap_err(), PasswordError::UnknownFormat, "{unknown}");
    }
    let malformed = [
        "$argon2".to_owned(),
        "$argon2id$v=19$m=19456,t=2,p=1".into(),
        "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvZg".into(),
        "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvZg$AAAAAAAAAAAAAA".into(),
        format!("$argon2id$v=19$m=19456,t=2,p=0$c2l4dGVlbiBieXRlcyBvZg${hash}"),
        format!("$argon2id$v=19$m=7,t=2,p=1$c2l4dGVlbiBieXRlcyBvZg${hash}"),
        format!("$argon2id$v=20$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvZg${hash}"),
        format!("$argon2x$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBvZg${hash}"),
        format!("$argon2id$v=19$m=19456,t=2,p=1,x=1$c2l4dGVlbiBieXRlcyBvZg${hash}"),
        "pbkdf2_sha256$".into(),
        "pbkdf2_sha256$1000$salt".into(),
        "pbkdf2_sha256$1000$salt$AAAA".into(),
        format!("pbkdf2_sha256$999$salt${hash}="),
        format!("pbkdf2_sha256$-1000$salt${hash}="),
        format!("pbkdf2_sha256$+1000$salt${hash}="),
        format!("pbkdf2_sha256$01000$salt${hash}="),
        format!("pbkdf2_sha256$$salt${hash}="),
        format!("pbkdf2_sha256$1000$${hash}="),
        format!("pbkdf2_sha256$1000$salt${hash}=$"),
        format!("pbkdf2_sha256$1000$salt${hash}"),
        format!("$pbkdf2-sha256$1000$c2FsdA${hash}="),
        format!("$pbkdf2-sha256$1000$c2+sdA${hash}"),
        format!("pbkdf2_sha256$1000${}${hash}=", "a".repeat(1000)),
    ];
    for stored in malformed {
        assert_eq!(verify(&stored).unwrap_err(), PasswordError::Malformed, "{stored}");
    }
}
