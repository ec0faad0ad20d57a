//! Answers that a real provider does not give.

use std::time::Duration;

use actix_paseto::outgoing::{OAuth2Provider, TokenError, TokenProvider as _, TokenRequest};
use actix_paseto::secret::SecretText;
use actix_paseto::secrets::Outage;
use actix_paseto::time::Clock;

use crate::proxy::{Proxy, Wire, http};
use crate::server::free_port;

const JSON: &str = "application/json";

fn answering(wire: Wire) -> (Proxy, OAuth2Provider) {
    let proxy = Proxy::before(free_port());
    proxy.set(wire);
    let url = format!("http://127.0.0.1:{}/token", proxy.port);
    let secret = SecretText::from("CANARY-secret".to_owned());
    (proxy, OAuth2Provider::new("svc", secret, &url).unwrap())
}

async fn refused(wire: Wire) -> TokenError {
    let (_proxy, provider) = answering(wire);
    let error = provider.token(&TokenRequest::default()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    error
}

#[actix_web::test]
async fn what_is_no_token_is_malformed_and_never_shown() {
    let long =
        format!(r#"{{"access_token":"CANARY{}","token_type":"bearer"}}"#, "a".repeat(70_000));
    for body in [
        "",
        "CANARY",
        "{}",
        "[1]",
        r#"{"access_token":"CANARY"}"#,
        r#"{"access_token":"CANARY","token_type":"mac"}"#,
        r#"{"access_token":"","token_type":"bearer"}"#,
        r#"{"access_token":"CANARY\r\nx-evil: 1","token_type":"bearer"}"#,
        r#"{"access_token":"CANARY","token_type":"bearer","expires_in":-1}"#,
        &long,
    ] {
        let error = refused(http("200 OK", JSON, body)).await;
        assert!(matches!(error, TokenError::Malformed { .. }), "{error}");
    }
    let page = refused(http("200 OK", "text/html", "<h1>CANARY</h1>")).await;
    assert!(matches!(page, TokenError::Malformed { .. }), "{page}");
    let nonsense = refused(Wire::Answers(b"CANARY\r\n\r\n".to_vec())).await;
    assert!(nonsense.is_transient(), "{nonsense}");
}

#[actix_web::test]
async fn only_codes_that_the_standard_knows_are_kept() {
    for (code, known) in [("invalid_scope", true), ("unauthorized_client", true), ("CANARY", false)]
    {
        let body = format!(r#"{{"error":"{code}","error_description":"CANARY"}}"#);
        let error = refused(http("400 Bad Request", JSON, &body)).await;
        let TokenError::Rejected { code: found, .. } = error else { panic!("{error}") };
        assert_eq!(found, known.then_some(code));
    }
}

#[actix_web::test]
async fn failures_of_the_server_are_told_apart_and_redirects_are_not_followed() {
    for (status, cause) in [
        ("429 Too Many Requests", Outage::Throttled),
        ("500 Internal Server Error", Outage::Server),
        ("503 Service Unavailable", Outage::Server),
    ] {
        let error = refused(http(status, "text/html", "CANARY")).await;
        assert!(
            matches!(error, TokenError::Unavailable { cause: found, .. } if found == cause),
            "{error}"
        );
    }
    let other = Proxy::before(free_port());
    let head = format!(
        "HTTP/1.1 307 T\r\nlocation: http://127.0.0.1:{}/\r\ncontent-length: 0\r\n\r\n",
        other.port
    );
    let error = refused(Wire::Answers(head.into_bytes())).await;
    assert!(matches!(error, TokenError::Malformed { .. }), "{error}");
    assert_eq!(other.connections(), 0);
}

#[actix_web::test]
async fn without_a_life_a_token_is_good_and_not_kept() {
    for life in ["", r#","expires_in":0"#] {
        let body = format!(r#"{{"access_token":"CANARY","token_type":"Bearer"{life}}}"#);
        let (proxy, provider) = answering(http("200 OK", JSON, &body));
        for count in 1..=2 {
            let token = provider.token(&TokenRequest::default()).await.unwrap();
            assert_eq!((token.expose(), token.expires()), ("CANARY", None));
            assert_eq!(proxy.connections(), count);
        }
    }
}

#[actix_web::test]
async fn with_a_life_by_default_such_a_token_is_kept() {
    let clock = Clock::system();
    for life in ["", r#","expires_in":0"#, r#","expires_in":60"#] {
        let body = format!(r#"{{"access_token":"CANARY","token_type":"Bearer"{life}}}"#);
        let (proxy, provider) = answering(http("200 OK", JSON, &body));
        let provider = provider.default_life(Duration::from_secs(600));
        for _ in 0..2 {
            let token = provider.token(&TokenRequest::default()).await.unwrap();
            let left = token.expires_in(clock.now()).unwrap();
            let is_said = life.ends_with("60");
            assert_eq!(left > Duration::from_secs(60), !is_said, "what the server says counts");
            assert_eq!(proxy.connections(), 1);
        }
    }
}
