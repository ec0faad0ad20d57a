//! Providers that need no server.

use std::sync::Arc;
use std::time::Duration;

use actix_paseto::outgoing::{
    Bearer, OutgoingToken, PasetoProvider, StaticTokenProvider, TokenError, TokenProvider as _,
    TokenRequest,
};
use actix_paseto::secret::SecretText;
use actix_paseto::time::{Clock, Timestamp};
use serde_json::json;

use super::setup::{key, paseto};

#[actix_web::test]
async fn a_static_token_is_always_the_same() {
    let provider = StaticTokenProvider::new(SecretText::from("hush".to_owned()));
    let request = TokenRequest::default();
    assert_eq!(provider.token(&request).await.unwrap().expose(), "hush");
    assert_eq!(provider.refresh(&request).await.unwrap().expose(), "hush");
    provider.revoke().await.unwrap();
    assert!(provider.validate("hush"));
    for other in ["", "hus", "hush!", "HUSH"] {
        assert!(!provider.validate(other), "{other}");
    }
}

#[actix_web::test]
async fn a_static_token_is_not_handed_out_once_it_has_expired() {
    let at = |seconds| Timestamp::MIN.checked_add(Duration::from_secs(seconds)).unwrap();
    let token = OutgoingToken::new(SecretText::from("hush".to_owned())).with_expiry(at(10));
    let request = TokenRequest::default();
    let clock = |seconds| Clock::from_fn(move || at(seconds).to_system());
    let living = StaticTokenProvider::from(token.clone()).clock(clock(9));
    assert!(living.token(&request).await.unwrap().is("hush") && living.validate("hush"));
    for dead in [
        StaticTokenProvider::from(token.clone()).clock(clock(10)),
        StaticTokenProvider::from(token),
    ] {
        let error = dead.token(&request).await.unwrap_err();
        assert!(matches!(error, TokenError::Expired { at: end } if end == at(10)), "{error}");
        assert!(dead.refresh(&request).await.is_err() && !dead.validate("hush"));
    }
}

#[test]
fn a_token_knows_its_end() {
    let at = |seconds| Timestamp::MIN.checked_add(Duration::from_secs(seconds)).unwrap();
    let token = OutgoingToken::new(SecretText::from("hush".to_owned()));
    assert!(!token.is_expired(Timestamp::MAX) && token.expires_in(at(0)).is_none());
    let token = token.with_expiry(at(10));
    assert!(!token.is_expired(at(9)) && token.is_expired(at(10)));
    assert_eq!(token.expires_in(at(4)), Some(Duration::from_secs(6)));
    assert_eq!(token.expires_in(at(11)), Some(Duration::ZERO));
}

#[actix_web::test]
async fn our_own_tokens_say_what_is_asked_and_are_kept() {
    let provider = PasetoProvider::new(paseto(&key()).await.issuer(), "orders")
        .scopes(["stock:read"])
        .audience("stock")
        .expires_in(Duration::from_secs(600))
        .claims(&json!({ "tenant": "alpha" }))
        .unwrap();
    let token = provider.token(&TokenRequest::default()).await.unwrap();
    assert_eq!(token.scopes(), ["stock:read"]);
    let left = token.expires_in(Clock::system().now()).unwrap();
    assert!(left <= Duration::from_secs(600) && left > Duration::from_secs(500), "{left:?}");
    assert!(provider.token(&TokenRequest::default()).await.unwrap().is(token.expose()));
    let other = TokenRequest::default().scopes(["stock:write"]);
    assert_eq!(provider.token(&other).await.unwrap().scopes(), ["stock:write"]);
    assert!(provider.validate(token.expose()));
    let next = provider.refresh(&TokenRequest::default()).await.unwrap();
    assert!(!next.is(token.expose()) && !provider.validate(token.expose()));
    provider.revoke().await.unwrap();
    assert!(!provider.validate(next.expose()));
}

#[actix_web::test]
async fn our_own_tokens_cannot_be_given_reserved_claims() {
    let issuer = paseto(&key()).await.issuer();
    for claims in
        [json!({ "exp": 1 }), json!({ "sub": "root" }), json!({ "scopes": ["x"] }), json!(1)]
    {
        assert!(PasetoProvider::new(issuer.clone(), "orders").claims(&claims).is_err(), "{claims}");
    }
    let provider = PasetoProvider::new(issuer, "orders");
    // Whoever logs the error learns the cause, without asking for its source.
    let error = provider.token(&TokenRequest::default().claim("exp", "x")).await.unwrap_err();
    let said = "the token cannot be made: custom claims cannot include reserved claims: exp";
    assert_eq!(error.to_string(), said);
    for name in ["exp", "jti", "scope", "scopes"] {
        let request = TokenRequest::default().claim(name, "x");
        assert!(provider.token(&request).await.is_err(), "{name}");
    }
}

#[test]
fn a_bearer_needs_origins_that_nobody_can_read_on_the_way() {
    let token = || Arc::new(StaticTokenProvider::new(SecretText::from("hush".to_owned())));
    let none: [&str; 0] = [];
    for refused in [
        Bearer::new(token(), none),
        Bearer::new(token(), ["http://stock.example"]),
        Bearer::new(token(), ["https://stock.example", "https://stock.example/v1"]),
    ] {
        assert!(matches!(refused, Err(TokenError::Config { .. })), "{refused:?}");
    }
    let bearer = Bearer::new(token(), ["https://stock.example", "http://localhost:8080"]).unwrap();
    assert!(bearer.clone().header("x token", "").is_err());
    assert!(bearer.clone().header("x-token", "A\r\nB").is_err());
    assert!(bearer.header("x-token", "").is_ok());
}
