//! Every public type and every error, printed: no secret may show in any spelling.

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use actix_paseto::toolbox::{
    AesKey, AesKeys, ApiKeyError, ApiKeyFormat, ApiKeyHash, Argon2Params, DigestAlgorithm,
    Encrypted, FernetKey, FernetKeys, FieldKey, KeyError, OpenError, PasswordError, PasswordHasher,
    PasswordLimits, PrefixError, RandomError, SealError, TokenError, UnknownDigest, WeakParams,
    generate_token,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

const CANARY: &str = "canary-0123456789-canary-9876543";

/// The canary in every spelling that a `Debug` could choose.
fn spellings(secret: &[u8]) -> Vec<String> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let list = format!("{secret:?}");
    let text = String::from_utf8_lossy(secret).into_owned();
    vec![
        text,
        hex.to_uppercase(),
        hex,
        list.trim_matches(['[', ']']).to_owned(),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ]
}

fn check(shown: &str, secrets: &[&[u8]]) {
    for secret in secrets {
        for spelling in spellings(secret) {
            assert!(!shown.contains(&spelling), "{shown} shows {spelling}");
        }
    }
}

fn is_silent(value: &dyn Debug, secrets: &[&[u8]]) {
    check(&format!("{value:?} {value:#?}"), secrets);
}

fn fails_silently(error: &(dyn Error + 'static)) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        check(&format!("{error} {error:?} {error:#?}"), &[CANARY.as_bytes()]);
        cause = error.source();
    }
}

#[test]
fn keys_and_values_print_nothing() {
    let raw = CANARY.as_bytes();
    let text = URL_SAFE_NO_PAD.encode(raw);
    let aes = AesKey::from_bytes(raw).unwrap();
    let fernet = FernetKey::from_text(&text).unwrap();
    let keys = AesKeys::new(aes.clone()).with_older([aes.clone()]);
    let fernets = FernetKeys::new(fernet.clone()).with_older([fernet.clone()]);
    let field = FieldKey::new(&keys, "name").record("7");
    let value = Encrypted::<String>::seal(CANARY, &field).unwrap();
    let opened = keys.open(&keys.seal(raw, b"").unwrap(), b"").unwrap();
    let token = fernets.seal(raw);
    let unfernet = fernets.open_within(&token, Duration::from_secs(60)).unwrap();
    let digest = DigestAlgorithm::Sha256.digest(raw);
    let secrets: &[&[u8]] = &[raw, &raw[..16], &raw[16..], digest.as_bytes()];
    let values: [&dyn Debug; 14] = [
        &aes,
        &aes.id(),
        &aes.to_text(),
        &fernet,
        &fernet.to_text(),
        &keys,
        &fernets,
        &field,
        &value,
        &opened,
        &unfernet,
        &digest,
        &aes.seal_detached(raw, b"").unwrap(),
        &fernets.made_at(&token).unwrap(),
    ];
    for value in values {
        is_silent(value, secrets);
    }
    assert!(!aes.id().to_string().is_empty());
    check(&aes.id().to_string(), secrets);
}

#[test]
fn api_keys_and_tokens_print_nothing() {
    let format = ApiKeyFormat::new("shop").unwrap();
    let new = format.generate().unwrap();
    let presented = format.parse(new.key.expose()).unwrap();
    let (secret, hash) = (&new.key.expose()[22..86], new.hash.to_string());
    let secrets: &[&[u8]] = &[secret.as_bytes(), hash.as_bytes()];
    for value in [&new as &dyn Debug, &presented, &new.hash, &format] {
        is_silent(value, secrets);
    }
    let token = generate_token(32).unwrap();
    is_silent(&token, &[token.expose().as_bytes()]);
    is_silent(&generate_token(1).unwrap_err(), &[]);
}

#[test]
fn the_hasher_prints_its_costs_alone() {
    let hasher =
        PasswordHasher::new(Argon2Params::default()).with_limits(PasswordLimits::default());
    let stored = hasher.hash_blocking(CANARY).unwrap();
    let verdict = hasher.verify_blocking(CANARY, &stored).unwrap();
    for value in [&hasher as &dyn Debug, &verdict, &Argon2Params::default(), &stored] {
        is_silent(value, &[CANARY.as_bytes()]);
    }
}

#[actix_web::test]
async fn failures_with_secrets_in_hand_print_nothing() {
    let keys = AesKeys::new(AesKey::generate().unwrap());
    let fernets = FernetKeys::new(FernetKey::generate().unwrap());
    let field = FieldKey::new(&keys, "name");
    let number = serde_json::to_value(Encrypted::<String>::seal(CANARY, &field).unwrap()).unwrap();
    let number: Encrypted<u64> = serde_json::from_value(number).unwrap();
    let quoted = format!("{CANARY:?}");
    let hasher = PasswordHasher::default();
    fails_silently(&AesKey::from_text(CANARY).unwrap_err());
    fails_silently(&AesKey::from_bytes(&CANARY.as_bytes()[1..]).unwrap_err());
    fails_silently(&FernetKey::from_text(CANARY).unwrap_err());
    fails_silently(&keys.open(CANARY.as_bytes(), CANARY.as_bytes()).unwrap_err());
    fails_silently(&fernets.open(CANARY).unwrap_err());
    fails_silently(&number.open(&field).unwrap_err());
    fails_silently(&serde_json::from_str::<Encrypted<String>>(&quoted).unwrap_err());
    fails_silently(&serde_json::from_str::<ApiKeyHash>(&quoted).unwrap_err());
    fails_silently(&CANARY.parse::<ApiKeyHash>().unwrap_err());
    fails_silently(&ApiKeyFormat::new(CANARY).unwrap_err());
    fails_silently(&ApiKeyFormat::new("canary").unwrap().parse(CANARY).unwrap_err());
    fails_silently(&CANARY.parse::<DigestAlgorithm>().unwrap_err());
    fails_silently(&hasher.verify(CANARY, CANARY).await.unwrap_err());
    fails_silently(&hasher.verify(CANARY, &format!("$argon2{CANARY}")).await.unwrap_err());
    fails_silently(&hasher.verify_dspu(CANARY, CANARY, CANARY.as_bytes()).await.unwrap_err());
}

#[test]
fn every_error_is_a_sentence() {
    let errors: [&dyn Error; 28] = [
        &RandomError,
        &KeyError::Text,
        &KeyError::Length,
        &KeyError::Weak,
        &SealError::Random(RandomError),
        &SealError::TooLong,
        &SealError::Content,
        &OpenError::Refused,
        &OpenError::Expired,
        &OpenError::Content,
        &TokenError::Length,
        &TokenError::Random(RandomError),
        &UnknownDigest,
        &PrefixError,
        &ApiKeyError::Prefix,
        &ApiKeyError::Shape,
        &ApiKeyError::Checksum,
        &ApiKeyError::Hash,
        &WeakParams,
        &PasswordError::Empty,
        &PasswordError::TooLong,
        &PasswordError::UnknownFormat,
        &PasswordError::Malformed,
        &PasswordError::TooCostly,
        &PasswordError::Random(RandomError),
        &PasswordError::Memory,
        &PasswordError::NoRuntime,
        &PasswordError::Interrupted,
    ];
    for error in errors {
        let shown = error.to_string();
        assert!(shown.len() > 10 && !shown.contains("Error"), "{shown}");
    }
}
