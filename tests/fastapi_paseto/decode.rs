use actix_paseto::codec::LocalKey;
use actix_paseto::{Paseto, PasetoBuilder};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Answer, Hand, ask, bearing, config, hello, local_key, refused, seal, server};

async fn built(config: PasetoBuilder) -> Paseto {
    config.build().await.unwrap()
}

/// Takes tokens without `exp`.
async fn taking_immortals(key: &LocalKey) -> Paseto {
    built(config(key).set("require_expiry", false)).await
}

fn foreign() -> Value {
    json!({ "jti": "123", "sub": "test", "type": "access", "fresh": true })
}

async fn answer_to_foreign(path: &str) -> Answer {
    let key = local_key();
    let token = seal(&key, &foreign());
    ask(&taking_immortals(&key).await, bearing(path, token)).await
}

#[actix_web::test]
async fn verified_token() {
    let paseto = server().await;
    let answer = ask(&paseto, bearing("/required", "test")).await;
    assert_eq!(answer, refused(422, "Invalid PASETO format"));

    let theirs = server().await.issuer().access("test").issue().unwrap();
    let answer = ask(&paseto, bearing("/required", theirs)).await;
    assert_eq!(answer, refused(422, "Failed to decrypt."));

    let hand = Hand::new();
    let paseto = built(config(&local_key()).clock(hand.clock())).await;
    let token = paseto.issuer().access("test").issue().unwrap();
    hand.forward(15 * 60 + 3);
    let answer = ask(&paseto, bearing("/required", token)).await;
    assert_eq!(answer, refused(422, "Token expired."));

    let paseto = built(config(&local_key()).clock(hand.clock()).set("leeway", "2s")).await;
    let access = paseto.issuer().access("test").issue().unwrap();
    hand.forward(15 * 60 + 1);
    assert_eq!(ask(&paseto, bearing("/required", access)).await, hello("world"));
    let refresh = paseto.issuer().refresh("test").issue().unwrap();
    hand.forward(30 * 24 * 60 * 60 + 1);
    assert_eq!(ask(&paseto, bearing("/refresh", refresh)).await, (200, json!("test")));

    assert_eq!(answer_to_foreign("/required").await, hello("world"));
}

#[actix_web::test]
async fn get_raw_token() {
    let (status, told) = answer_to_foreign("/claims").await;
    assert_eq!((status, &told["payload"]), (200, &foreign()));
}

#[actix_web::test]
async fn get_paseto_jti() {
    assert_eq!(answer_to_foreign("/jti").await, (200, json!("123")));
}

#[actix_web::test]
async fn get_paseto_subject() {
    assert_eq!(answer_to_foreign("/subject").await, (200, json!("test")));
}

#[actix_web::test]
async fn invalid_paseto_issuer() {
    let key = local_key();
    let anyones = built(config(&key)).await;
    let foos = built(config(&key).set("issuer", "urn:foo")).await;
    let nobodys = anyones.issuer().access("test").issue().unwrap();
    assert_eq!(ask(&anyones, bearing("/required", &nobodys)).await, hello("world"));

    let answer = ask(&foos, bearing("/required", &nobodys)).await;
    assert_eq!(answer, refused(422, "Token is missing the 'iss' claim"));

    let bars = foos.issuer().access("test").issuer("urn:bar").issue().unwrap();
    let answer = ask(&foos, bearing("/required", bars)).await;
    assert_eq!(answer, refused(422, "Token issuer is not valid"));
}

#[actix_web::test]
async fn other_type() {
    let paseto = server().await;
    let token = paseto.issuer().custom("other", "test").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/other", token)).await, hello("other"));
}

#[actix_web::test]
async fn invalid_paseto_type() {
    let key = local_key();
    let paseto = taking_immortals(&key).await;
    let others = paseto.issuer().custom("others", "test").issue().unwrap();
    let answer = ask(&paseto, bearing("/other", others)).await;
    assert_eq!(answer, refused(422, "other token required but others provided"));

    assert!(paseto.issuer().custom("", "test").issue().is_err());
    let empty = seal(&key, &json!({ "jti": "123", "sub": "test", "type": "" }));
    let answer = ask(&paseto, bearing("/other", empty)).await;
    assert_eq!(answer, refused(422, "other token required but None provided"));

    let access = paseto.issuer().access("test").issue().unwrap();
    let answer = ask(&paseto, bearing("/other", access)).await;
    assert_eq!(answer, refused(422, "other token required but access provided"));
}

#[actix_web::test]
async fn base64() {
    let paseto = server().await;
    let token = STANDARD.encode(paseto.issuer().access("test").issue().unwrap().as_str());
    assert_eq!(ask(&paseto, bearing("/base64", token)).await, hello("base"));
}

#[actix_web::test]
async fn invalid_base64() {
    let paseto = server().await;
    let plain = paseto.issuer().access("test").issue().unwrap();
    let corrupted = STANDARD.encode(plain.as_str()).replace(['a', 'b', 'c', 'd', 'e'], "=");
    let refusal = refused(422, "Invalid base64 encoding");
    assert_eq!(ask(&paseto, bearing("/base64", corrupted)).await, refusal);
    assert_eq!(ask(&paseto, bearing("/base64", plain)).await, refusal);
}

#[actix_web::test]
async fn valid_aud() {
    let paseto = built(config(&local_key()).set("audience", ["foo", "bar"])).await;
    let access = paseto.issuer().access(1).audience("foo").audience("bar").issue().unwrap();
    let refresh = paseto.issuer().refresh(1).audience("foo").audience("bar").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/required", access)).await, hello("world"));
    assert_eq!(ask(&paseto, bearing("/refresh", refresh)).await, (200, json!(1)));
}

#[actix_web::test]
async fn invalid_aud_and_missing_aud() {
    let key = local_key();
    let foos = built(config(&key).set("audience", "foo")).await;
    let refusal = refused(422, "aud verification failed.");

    let bars = foos.issuer().access("test").audience("bar").issue().unwrap();
    assert_eq!(ask(&foos, bearing("/required", bars)).await, refusal);

    let anyones = built(config(&key)).await.issuer().refresh("test").issue().unwrap();
    assert_eq!(ask(&foos, bearing("/refresh", anyones)).await, refusal);
}
