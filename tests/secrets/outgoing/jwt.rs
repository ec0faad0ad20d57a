//! JSON Web Tokens, both ways with PyJWT.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use actix_paseto::codec::SigningKey;
use actix_paseto::outgoing::{JwtError, JwtProvider, TokenError, TokenProvider as _, TokenRequest};
use actix_paseto::secret::{SecretBytes, SecretText};
use actix_paseto::time::Clock;
use serde_json::{Value, json};

use crate::server::{installed, program};

const SECRET: [u8; 32] = *b"0123456789abcdef0123456789abcdef";

/// Encodes or decodes; what it cannot take it names by the class of the exception.
const PEER: &str = r"
import json, sys, jwt
with_ = json.load(sys.stdin)
try:
    if with_['do'] == 'encode':
        print(json.dumps(jwt.encode(with_['claims'], with_['key'], algorithm=with_['alg'])))
    else:
        print(json.dumps(jwt.decode(with_['token'], with_['key'], algorithms=[with_['alg']],
            issuer='orders', audience='stock', options={'require': ['exp', 'iat', 'jti']})))
except Exception as error:
    print(json.dumps(type(error).__name__))
";

fn python(input: &Value) -> Value {
    let mut child = program(installed("python").join("bin/python"))
        .args(["-c", PEER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

fn hs256() -> JwtProvider {
    let secret = SecretBytes::from(SECRET.to_vec());
    JwtProvider::hs256(&secret).unwrap().issuer("orders").audience("stock")
}

fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

#[actix_web::test]
async fn python_and_we_take_each_others_tokens() {
    let key = SigningKey::generate().unwrap();
    let eddsa = JwtProvider::ed25519(&key.to_pem().unwrap()).unwrap();
    let eddsa = eddsa.issuer("orders").audience("stock");
    let secret = String::from_utf8(SECRET.to_vec()).unwrap();
    let (private, public) = (key.to_pem().unwrap(), key.verifying_key().to_pem().unwrap());
    for (alg, provider, theirs, ours) in [
        ("HS256", hs256(), secret.as_str(), secret.as_str()),
        ("EdDSA", eddsa, public.as_str(), private.expose()),
    ] {
        let request = TokenRequest::default().scopes(["read", "write"]).claim("tenant", "é");
        let token = provider.token(&request).await.unwrap();
        let read =
            python(&json!({ "do": "decode", "token": token.expose(), "key": theirs, "alg": alg }));
        assert_eq!(read["scopes"], json!(["read", "write"]), "{alg}: {read}");
        assert_eq!(read["tenant"], "é");
        assert_eq!(read["exp"].as_u64().unwrap() - read["iat"].as_u64().unwrap(), 3_600);
        let claims =
            json!({ "sub": "alice", "iss": "orders", "aud": ["x", "stock"], "exp": now() + 60 });
        let made = python(&json!({ "do": "encode", "claims": claims, "key": ours, "alg": alg }));
        let made = made.as_str().unwrap();
        assert_eq!(provider.verify(made).unwrap().subject(), Some("alice"), "{alg}: {made}");
        let forged = format!("{}AAAA", &made[..made.len() - 4]);
        assert_eq!(provider.verify(&forged), Err(JwtError::Signature), "{alg}");
    }
}

#[actix_web::test]
async fn what_is_not_for_us_or_not_now_is_refused() {
    let provider = hs256();
    let good = json!({ "iss": "orders", "aud": "stock", "exp": now() + 60, "nbf": now() - 1 });
    let verify = |changes: Value| {
        let mut claims = good.clone();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        let key = String::from_utf8(SECRET.to_vec()).unwrap();
        let made = python(&json!({ "do": "encode", "claims": claims, "key": key, "alg": "HS256" }));
        provider.verify(made.as_str().unwrap()).map(|_| ())
    };
    assert_eq!(verify(json!({})), Ok(()));
    for (changes, error) in [
        (json!({ "exp": now() - 1 }), JwtError::Expired),
        (json!({ "exp": null }), JwtError::Claim("exp")),
        (json!({ "exp": -1 }), JwtError::Claim("exp")),
        (json!({ "nbf": now() + 60 }), JwtError::NotYetValid),
        (json!({ "iss": "other" }), JwtError::Issuer),
        (json!({ "iss": null }), JwtError::Issuer),
        (json!({ "aud": "other" }), JwtError::Audience),
        (json!({ "aud": ["a", "b"] }), JwtError::Audience),
        (json!({ "aud": null }), JwtError::Audience),
    ] {
        assert_eq!(verify(changes.clone()), Err(error), "{changes}");
    }
}

#[actix_web::test]
async fn the_algorithm_is_the_keys_and_never_the_tokens() {
    let key = SigningKey::generate().unwrap();
    let eddsa = JwtProvider::ed25519(&key.to_pem().unwrap()).unwrap();
    let (ours, theirs) = (hs256(), eddsa);
    let request = TokenRequest::default();
    let (hs, ed) = (ours.token(&request).await.unwrap(), theirs.token(&request).await.unwrap());
    assert_eq!(theirs.verify(hs.expose()), Err(JwtError::Algorithm));
    assert_eq!(ours.verify(ed.expose()), Err(JwtError::Algorithm));
    let unsigned = "eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.";
    assert!(matches!(ours.verify(unsigned), Err(JwtError::Malformed | JwtError::Algorithm)));
    for bad in ["", ".", "..", "a.b.c", "é", &"a".repeat(20_000)] {
        assert_eq!(ours.verify(bad), Err(JwtError::Malformed), "{bad}");
        assert!(!ours.validate(bad));
    }
}

#[actix_web::test]
async fn a_token_is_over_in_the_second_that_exp_names() {
    let made = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let at = |seconds| Clock::from_fn(move || made + Duration::from_secs(seconds));
    let brief = || hs256().expires_in(Duration::from_secs(10));
    let token = brief().clock(at(0)).token(&TokenRequest::default()).await.unwrap();
    assert!(brief().clock(at(9)).validate(token.expose()));
    assert_eq!(brief().clock(at(10)).verify(token.expose()), Err(JwtError::Expired));
}

#[actix_web::test]
async fn nobody_overrides_what_the_provider_says() {
    for name in ["exp", "iat", "iss", "aud", "nbf", "jti", "scopes"] {
        let refused = hs256().claims(&json!({ name: 9_999_999_999_u64 }));
        assert!(matches!(refused, Err(TokenError::Config { .. })), "{name}");
        let request = TokenRequest::default().claim(name, 1);
        assert!(hs256().token(&request).await.is_err(), "{name}");
    }
    assert!(hs256().claims(&json!(["a"])).is_err());
    let provider = hs256().claims(&json!({ "sub": "orders" })).unwrap();
    let token = provider.token(&TokenRequest::default()).await.unwrap();
    assert_eq!(JwtProvider::decode_unverified(token.expose()).unwrap().subject(), Some("orders"));
    assert!(hs256().expires_in(Duration::ZERO).token(&TokenRequest::default()).await.is_err());
}

#[test]
fn weak_and_wrong_keys_are_refused() {
    let short = SecretBytes::from(SECRET[..31].to_vec());
    assert!(matches!(JwtProvider::hs256(&short), Err(TokenError::Config { .. })));
    for text in ["", "hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
        let key = SecretText::from(text.to_owned());
        assert!(matches!(JwtProvider::ed25519(&key), Err(TokenError::Config { .. })), "{text}");
    }
}

#[actix_web::test]
async fn tokens_are_kept_until_they_are_refreshed_or_revoked() {
    let (provider, request) = (hs256(), TokenRequest::default());
    let first = provider.token(&request).await.unwrap();
    assert!(provider.token(&request).await.unwrap().is(first.expose()));
    let second = provider.refresh(&request).await.unwrap();
    assert!(!second.is(first.expose()));
    provider.revoke().await.unwrap();
    assert!(!provider.token(&request).await.unwrap().is(second.expose()));
    assert!(provider.validate(first.expose()), "revoking forgets; it takes nothing back");
}
