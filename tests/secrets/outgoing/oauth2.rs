//! Client credentials, against the real provider.

use std::time::Duration;

use actix_paseto::outgoing::{
    ClientAuth, OAuth2Provider, TokenError, TokenProvider as _, TokenRequest,
};
use actix_paseto::secret::SecretText;
use actix_paseto::secrets::Outage;
use actix_paseto::time::Clock;
use futures_util::future::join_all;

use crate::oidc::{BASIC, Oidc, Options, POST, SECRET};
use crate::proxy::{Proxy, Wire};

fn secret(text: &str) -> SecretText {
    SecretText::from(text.to_owned())
}

fn provider(oidc: &Oidc) -> OAuth2Provider {
    OAuth2Provider::new(BASIC, secret(SECRET), &oidc.token_url()).unwrap().scopes(["read"])
}

/// By way of a wire that can be cut.
fn by_proxy(oidc: &Oidc) -> (Proxy, OAuth2Provider) {
    let proxy = Proxy::before(oidc.port);
    let url = format!("http://127.0.0.1:{}/realms/test/protocol/openid-connect/token", proxy.port);
    let provider = OAuth2Provider::new(BASIC, secret(SECRET), &url).unwrap().scopes(["read"]);
    (proxy, provider.timeout(Duration::from_secs(3)))
}

fn lasting() -> Oidc {
    Oidc::with(Options { life: Some(600), ..Options::default() })
}

#[actix_web::test]
async fn basic_and_post_both_bring_a_token() {
    let oidc = lasting();
    let request = TokenRequest::default();
    let post = OAuth2Provider::new(POST, secret(SECRET), &oidc.token_url()).unwrap();
    let post = post.auth(ClientAuth::Post).scopes(["read", "write"]);
    let token = post.token(&request).await.unwrap();
    assert_eq!(token.scopes(), ["read", "write"]);
    let basic = provider(&oidc);
    let token = basic.token(&request).await.unwrap();
    assert_eq!(token.scopes(), ["read"]);
    let left = token.expires_in(Clock::system().now()).unwrap();
    assert!(left > Duration::from_secs(500) && left <= Duration::from_secs(600), "{left:?}");
    assert!(token.expose().starts_with("eyJ") && basic.validate(token.expose()));
    basic.revoke().await.unwrap();
    assert!(!basic.validate(token.expose()));
}

#[actix_web::test]
async fn a_refusal_names_the_code_and_nothing_else() {
    let oidc = lasting();
    let wrong = OAuth2Provider::new(BASIC, secret("CANARY-wrong"), &oidc.token_url()).unwrap();
    let unknown = OAuth2Provider::new("nobody", secret(SECRET), &oidc.token_url()).unwrap();
    for provider in [wrong, unknown] {
        let error = provider.token(&TokenRequest::default()).await.unwrap_err();
        let code = "invalid_client";
        assert!(
            matches!(error, TokenError::Rejected { code: Some(found), .. } if found == code),
            "{error}"
        );
        assert_eq!(error.to_string(), "oauth2 refuses: invalid_client");
    }
    let claims = TokenRequest::default().claim("tenant", "alpha");
    let error = provider(&oidc).token(&claims).await.unwrap_err();
    assert!(matches!(error, TokenError::Unsupported { .. }), "{error}");
}

#[actix_web::test]
async fn a_token_that_is_good_for_less_than_asked_serves_that_request_alone() {
    let oidc = lasting();
    let (proxy, provider) = by_proxy(&oidc);
    let more = TokenRequest::default().scopes(["read", "nonsense"]);
    for _ in 0..2 {
        assert_eq!(provider.token(&more).await.unwrap().scopes(), ["read"]);
        assert_eq!(proxy.connections(), 1, "asking again brings the same");
    }
    provider.refresh(&more).await.unwrap();
    assert_eq!(proxy.connections(), 2);
    let nonsense = TokenRequest::default().scopes(["nonsense"]);
    provider.token(&nonsense).await.unwrap();
    assert_eq!(proxy.connections(), 3, "none at hand covers it");
    let both = TokenRequest::default().scopes(["read", "write"]);
    let token = provider.token(&both).await.unwrap();
    assert_eq!(proxy.connections(), 4);
    // It covers what is asked for here.
    assert!(token.scopes().contains(&"read".to_owned()));
    provider.token(&TokenRequest::default()).await.unwrap();
    assert_eq!(proxy.connections(), 4);
}

#[actix_web::test]
async fn many_callers_are_one_request_and_an_expired_token_another() {
    let oidc = Oidc::with(Options { life: Some(3), ..Options::default() });
    let (proxy, provider) = by_proxy(&oidc);
    let request = TokenRequest::default();
    let all = join_all((0..100).map(|_| provider.token(&request))).await;
    let first = all[0].as_ref().unwrap().clone();
    assert!(all.iter().all(|token| token.as_ref().unwrap().is(first.expose())));
    assert_eq!(proxy.connections(), 1);
    actix_web::rt::time::sleep(Duration::from_millis(3_200)).await;
    assert!(!provider.validate(first.expose()), "it has expired");
    assert!(!provider.token(&request).await.unwrap().is(first.expose()));
    assert_eq!(proxy.connections(), 2);
    let refreshed = join_all((0..100).map(|_| provider.refresh(&request))).await;
    assert!(refreshed.iter().all(Result::is_ok));
    assert_eq!(proxy.connections(), 3);
}

#[actix_web::test]
async fn a_server_that_is_gone_or_slow_is_an_outage_and_a_failure_is_not_kept() {
    let mut oidc = lasting();
    let (proxy, provider) = by_proxy(&oidc);
    let request = TokenRequest::default();
    let outage = async |wire: Wire| {
        proxy.set(wire);
        match provider.token(&request).await.unwrap_err() {
            TokenError::Unavailable { cause, .. } => cause,
            other => panic!("{other}"),
        }
    };
    assert_eq!(outage(Wire::Clogged).await, Outage::TimedOut);
    outage(Wire::Cut).await;
    outage(Wire::CutAfter(30)).await;
    outage(Wire::CutAfter(400)).await;
    proxy.set(Wire::Clogged);
    let before = proxy.connections();
    let all = join_all((0..20).map(|_| provider.token(&request))).await;
    assert!(all.iter().all(Result::is_err));
    assert_eq!(proxy.connections(), before + 1, "the failure is shared");
    proxy.set(Wire::Whole);
    assert!(provider.token(&request).await.is_ok());

    oidc.kill();
    let direct = self::provider(&oidc).timeout(Duration::from_secs(3));
    let error = direct.token(&request).await.unwrap_err();
    let cause = Outage::NoConnection;
    assert!(
        matches!(error, TokenError::Unavailable { cause: found, .. } if found == cause),
        "{error}"
    );
    assert!(provider.token(&request).await.is_ok(), "the token at hand is still good");
    oidc.restart();
    assert!(direct.token(&request).await.is_ok());
    oidc.freeze();
    let error = direct.refresh(&request).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert!(direct.token(&request).await.is_ok(), "a failed refresh takes nothing away");
    oidc.thaw();
    assert!(direct.refresh(&request).await.is_ok());
}

#[test]
fn half_a_configuration_and_a_readable_endpoint_are_refused() {
    let new =
        |id: &str, text: &str, url: &str| OAuth2Provider::new(id, secret(text), url).map(drop);
    assert!(new("svc", "s", "https://id.example/token").is_ok());
    assert!(new("svc", "s", "http://[::1]:8080/token").is_ok());
    for (id, text, url) in [
        ("", "s", "https://id.example/token"),
        ("svc", "", "https://id.example/token"),
        ("svc", "s", ""),
        ("svc", "s", "id.example"),
        ("svc", "s", "http://id.example/token"),
        ("svc", "s", "http://127.0.0.1.example/token"),
        ("svc", "s", "ws://127.0.0.1/token"),
        ("svc", "s", "file:///etc/passwd"),
        ("svc", "s", "https://user:CANARY@id.example/token"),
    ] {
        let error = new(id, text, url).unwrap_err();
        assert!(matches!(error, TokenError::Config { .. }), "{url}");
        assert!(!format!("{error}{error:?}").contains("CANARY"));
    }
}
