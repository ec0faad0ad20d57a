//! Documents and answers that no provider of ours would give.

use actix_paseto::codec::SigningKey;
use actix_paseto::key::Identified as _;
use actix_paseto::secrets::{JwksSettings, PublishedKey, SecretError};
use serde_json::{Value, json};

use super::{certs, fetch, names, settings, what};
use crate::proxy::{Proxy, Wire, http};

/// All of small order, off the curve, or not in their canonical form.
const WEAK: [&str; 9] = [
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "7P_______________________________________38",
    "7f_______________________________________38",
    "7v_______________________________________38",
    "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
    "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "__________________________________________8",
];

fn x(key: &SigningKey) -> String {
    key.verifying_key().to_paserk().replace("k4.public.", "")
}

fn fresh() -> String {
    x(&SigningKey::generate().unwrap())
}

fn jwk(kid: &str) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": fresh() })
}

/// Itself, with this member besides or instead.
fn with(mut key: Value, name: &str, value: impl Into<Value>) -> Value {
    key[name] = value.into();
    key
}

async fn read_text(text: &str) -> Result<Vec<PublishedKey>, SecretError> {
    let proxy = Proxy::before(0);
    proxy.set(http("200 OK", "text/html", text));
    fetch(&certs(proxy.port), &settings()).await
}

async fn read(keys: &[Value]) -> Result<Vec<PublishedKey>, SecretError> {
    read_text(&json!({ "keys": keys }).to_string()).await
}

#[actix_web::test]
async fn keys_for_other_ends_are_passed_over() {
    let others = [
        json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "rsa" }),
        json!({ "kty": "oct", "kid": "symmetric" }),
        json!({ "kty": "AKP", "alg": "ML-DSA-65", "pub": "AAAA" }),
        with(jwk("x25519"), "crv", "X25519"),
        with(jwk("encrypts"), "use", "enc"),
        with(jwk("signs"), "key_ops", json!(["sign"])),
        with(jwk("rsa"), "alg", "RS256"),
        with(jwk("symmetric"), "alg", "HS256"),
    ];
    let signs = with(with(jwk("a"), "use", "sig"), "alg", "Ed25519");
    let eddsa = with(with(jwk("b"), "alg", "EdDSA"), "key_ops", json!(["verify"]));
    let all = [&others[..], &[signs, eddsa, jwk("c")]].concat();
    assert_eq!(names(&read(&all).await.unwrap()), ["a", "b", "c"]);
    let none = "it holds no Ed25519 key for signatures";
    assert_eq!(what(read(&others).await.unwrap_err()), none);
    assert_eq!(what(read(&[]).await.unwrap_err()), none);
}

#[actix_web::test]
async fn a_key_without_a_name_goes_by_its_id() {
    let key = SigningKey::generate().unwrap();
    let nameless = json!({ "kty": "OKP", "crv": "Ed25519", "x": x(&key) });
    assert_eq!(names(&read(&[nameless]).await.unwrap()), [key.id().as_str()]);
    let named =
        with(json!({ "kty": "OKP", "crv": "Ed25519", "x": x(&key) }), "kid", key.id().as_str());
    assert_eq!(names(&read(&[named]).await.unwrap()), [key.id().as_str()]);
    let lies = what(read(&[jwk(key.id().as_str())]).await.unwrap_err());
    assert_eq!(lies, "a `kid` of it is the PASERK id of another key");
    for bad in [String::new(), "a".repeat(257), "a\nb".to_owned()] {
        let refused = what(read(&[jwk(&bad)]).await.unwrap_err());
        assert_eq!(refused, "a `kid` of it is empty, too long, or no line of text");
    }
}

#[actix_web::test]
async fn weak_and_broken_points_spoil_the_document() {
    let good = fresh();
    let broken =
        ["", "AAAA", &good[..42], &format!("{good}="), &format!("{good}A"), &format!(" {good}")];
    let standard = format!("+{}", &good[1..]);
    for x in WEAK.iter().chain(&broken).copied().chain([standard.as_str()]) {
        let bad = with(jwk("bad"), "x", x);
        let refused = read(&[jwk("good"), bad]).await.unwrap_err();
        assert_eq!(what(refused), "one of its Ed25519 keys is broken or weak", "{x}");
    }
    let mut without = jwk("without");
    without.as_object_mut().unwrap().remove("x");
    assert!(read(&[without]).await.is_err());
}

#[actix_web::test]
async fn a_private_part_is_called_by_its_name() {
    let secret = "it publishes the private part of a key, which everybody has read by now";
    let rsa = json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "CANARY" });
    for bad in [with(jwk("a"), "d", "CANARY"), with(jwk("a"), "d", json!({})), rsa] {
        let refused = read(&[jwk("good"), bad]).await.unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("CANARY"));
        assert_eq!(what(refused), secret);
    }
}

#[actix_web::test]
async fn names_and_keys_are_unique_and_few() {
    let refused = read(&[jwk("a"), jwk("b"), jwk("a")]).await.unwrap_err();
    assert_eq!(what(refused), "two of its keys have the same `kid`");
    let key = jwk("a");
    let refused = read(&[key.clone(), with(key, "kid", "b")]).await.unwrap_err();
    assert_eq!(what(refused), "it holds the same key twice");
    let many: Vec<_> = (0..17).map(|n| jwk(&n.to_string())).collect();
    let refused = read(&many).await.unwrap_err();
    assert_eq!(what(refused), "it holds more than 16 usable keys");
    assert_eq!(read(&many[1..]).await.unwrap().len(), 16);
}

#[actix_web::test]
async fn what_is_no_document() {
    let nested = "[".repeat(10_000);
    let twice = r#"{"keys":[],"keys":[]}"#;
    let html = "<!doctype html><title>Log in</title>";
    for text in ["", "null", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[1]}"#, html, &nested, twice]
    {
        assert_eq!(what(read_text(text).await.unwrap_err()), "no JWKS document", "{text}");
    }
    let proxy = Proxy::before(0);
    for answer in [&b"\xff\x00\xfe"[..], b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 99 ?\r\n\r\n", b""]
    {
        proxy.set(Wire::Answers(answer.to_vec()));
        assert!(fetch(&certs(proxy.port), &settings()).await.is_err());
    }
}

#[actix_web::test]
async fn the_length_is_counted_whatever_is_declared() {
    let document = json!({ "keys": [with(jwk("a"), "x5c", "A".repeat(2_000))] }).to_string();
    let mut small = settings();
    small.max_length = 1_024;
    let parts: String = document.as_bytes().chunks(100).map(chunk).collect();
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n{parts}0\r\n\r\n");
    let until_the_end = format!("{head}\r\n{document}");
    let declared = format!("{head}content-length: {}\r\n\r\n{document}", document.len());
    let lies = format!("{head}content-length: 99999999999\r\n\r\n{{");
    for answer in [&chunked, &until_the_end, &declared, &lies] {
        let refused = answered(answer, &small).await.unwrap_err();
        assert!(matches!(refused, SecretError::TooLong { most: 1_024, .. }), "{refused}");
    }
    for answer in [&chunked, &until_the_end, &declared] {
        assert_eq!(names(&answered(answer, &settings()).await.unwrap()), ["a"]);
    }
    small.max_length = document.len();
    assert!(answered(&chunked, &small).await.is_ok());
}

fn chunk(bytes: &[u8]) -> String {
    format!("{:x}\r\n{}\r\n", bytes.len(), std::str::from_utf8(bytes).unwrap())
}

async fn answered(answer: &str, settings: &JwksSettings) -> Result<Vec<PublishedKey>, SecretError> {
    let proxy = Proxy::before(0);
    proxy.set(Wire::Answers(answer.as_bytes().to_vec()));
    fetch(&certs(proxy.port), settings).await
}

#[actix_web::test]
async fn no_redirect_is_followed() {
    let (proxy, other) = (Proxy::before(0), Proxy::before(0));
    other.set(http("200 OK", "application/json", &json!({ "keys": [jwk("a")] }).to_string()));
    for target in [certs(other.port), certs(proxy.port), "/keys".to_owned(), String::new()] {
        for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 ?"] {
            let head = format!("HTTP/1.1 {status}\r\nlocation: {target}\r\ncontent-length: 0");
            proxy.set(Wire::Answers(format!("{head}\r\n\r\n").into_bytes()));
            let before = proxy.connections();
            let refused = fetch(&certs(proxy.port), &settings()).await.unwrap_err();
            assert_eq!(what(refused), "a redirect, and none is followed");
            assert_eq!(proxy.connections(), before + 1);
        }
    }
    assert_eq!(other.connections(), 0);
    proxy.set(http("206 Partial Content", "application/json", r#"{"keys":[]}"#));
    let refused = fetch(&certs(proxy.port), &settings()).await.unwrap_err();
    assert_eq!(what(refused), "an answer of another status than 200");
}

#[actix_web::test]
async fn discovery_documents_that_say_nothing() {
    let proxy = Proxy::before(0);
    let settings = super::of_issuer(&format!("http://127.0.0.1:{}/realms/test", proxy.port));
    for body in ["", "{}", "<html>", r#"{"issuer":1,"jwks_uri":2}"#, r#"{"keys":[]}"#] {
        proxy.set(http("200 OK", "application/json", body));
        let refused = fetch(&certs(proxy.port), &settings).await.unwrap_err();
        assert_eq!(what(refused), "no discovery document", "{body}");
    }
}
