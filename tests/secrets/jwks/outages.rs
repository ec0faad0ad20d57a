//! A provider that is away, slow, or broken, and comes back.

use std::time::Duration;

use actix_paseto::secrets::{JwksSource, Outage, SecretError};

use super::{certs, fetch, settings};
use crate::oidc::Oidc;
use crate::proxy::{Proxy, Wire, http};
use crate::server::{Folder, free_port, program};

const fn outage(cause: Outage) -> SecretError {
    SecretError::Unavailable { backend: "jwks", cause }
}

#[actix_web::test]
async fn nobody_there() {
    let refused = fetch(&certs(free_port()), &settings()).await.unwrap_err();
    assert_eq!(refused, outage(Outage::NoConnection));
    assert!(refused.is_transient());
}

#[actix_web::test]
async fn killed_and_back() {
    let mut oidc = Oidc::start();
    let source = JwksSource::connect(&oidc.certs(), &settings()).unwrap();
    assert!(source.fetch().await.is_ok());
    oidc.kill();
    assert_eq!(source.fetch().await.unwrap_err(), outage(Outage::NoConnection));
    oidc.restart();
    assert!(source.fetch().await.is_ok());
}

#[actix_web::test]
async fn frozen_and_thawed() {
    let oidc = Oidc::start();
    let mut short = settings();
    short.timeout = Duration::from_millis(300);
    let source = JwksSource::connect(&oidc.certs(), &short).unwrap();
    oidc.freeze();
    assert_eq!(source.fetch().await.unwrap_err(), outage(Outage::TimedOut));
    oidc.thaw();
    assert!(fetch(&oidc.certs(), &settings()).await.is_ok());
}

#[actix_web::test]
async fn the_wire_fails_in_the_middle() {
    let oidc = Oidc::start();
    let proxy = Proxy::before(oidc.port);
    let mut short = settings();
    for (wire, timeout) in [
        (Wire::Cut, 10_000),
        (Wire::CutAfter(40), 10_000),
        (Wire::CutAfter(600), 10_000),
        (Wire::Clogged, 300),
    ] {
        short.timeout = Duration::from_millis(timeout);
        proxy.set(wire.clone());
        let refused = fetch(&certs(proxy.port), &short).await.unwrap_err();
        assert_eq!(refused, outage(Outage::TimedOut), "{wire:?}");
    }
    proxy.set(Wire::Whole);
    assert!(fetch(&certs(proxy.port), &settings()).await.is_ok());
}

#[actix_web::test]
async fn what_is_no_http_is_malformed() {
    let proxy = Proxy::before(0);
    for answer in ["CANARY\r\n\r\n", "HTTP/1.1 CANARY\r\n\r\n"] {
        proxy.set(Wire::Answers(answer.as_bytes().to_vec()));
        let refused = fetch(&certs(proxy.port), &settings()).await.unwrap_err();
        assert!(matches!(refused, SecretError::Malformed { .. }), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains("CANARY"));
    }
}

/// A pipe would be waited for, and a device has no end.
#[actix_web::test]
async fn only_a_small_regular_file_is_an_authority() {
    let folder = Folder::new("jwks-ca");
    let (pipe, long) = (folder.join("pipe"), folder.join("long"));
    assert!(program("mkfifo").arg(&pipe).status().unwrap().success());
    std::fs::write(&long, "CANARY ".repeat(300_000)).unwrap();
    for file in [pipe, "/dev/zero".into(), folder.0.clone(), long] {
        let mut own = settings();
        own.ca = Some(file.clone());
        let asked = actix_web::rt::spawn(async move { fetch(&certs(1), &own).await });
        let refused = actix_web::rt::time::timeout(Duration::from_secs(20), asked).await;
        let refused = refused.expect("it ends").unwrap().unwrap_err();
        let unusable = matches!(
            refused,
            SecretError::Malformed { .. }
                | SecretError::TooLong { .. }
                | SecretError::Inaccessible { .. }
        );
        assert!(unusable, "{}: {refused:?}", file.display());
    }
}

/// Each part comes in time, and the whole never ends.
#[actix_web::test]
async fn a_trickle_is_too_slow() {
    let trickle = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"keys\":";
    let proxy = Proxy::before(0);
    proxy.set(Wire::Answers(trickle.as_bytes().to_vec()));
    let mut short = settings();
    short.timeout = Duration::from_millis(300);
    let refused = fetch(&certs(proxy.port), &short).await.unwrap_err();
    assert_eq!(refused, outage(Outage::TimedOut));
}

#[actix_web::test]
async fn failures_that_the_provider_reports() {
    let oidc = Oidc::start();
    let document = r#"{"keys":[]}"#;
    let proxy = Proxy::before(oidc.port);
    for (status, cause) in [
        ("500 Internal Server Error", Outage::Server),
        ("503 Service Unavailable", Outage::Server),
        ("429 Too Many Requests", Outage::Throttled),
        ("408 Request Timeout", Outage::TimedOut),
    ] {
        proxy.set(http(status, "application/json", document));
        let refused = fetch(&certs(proxy.port), &settings()).await.unwrap_err();
        assert_eq!(refused, outage(cause), "{status}");
    }
    for (status, denied) in
        [("401 Unauthorized", true), ("403 Forbidden", true), ("410 Gone", false)]
    {
        proxy.set(http(status, "application/json", document));
        let refused = fetch(&certs(proxy.port), &settings()).await.unwrap_err();
        assert_eq!(matches!(refused, SecretError::Denied { .. }), denied, "{status}");
        assert_eq!(matches!(refused, SecretError::NotFound { .. }), !denied, "{status}");
    }
    let absent = format!("{}/none", oidc.certs());
    let refused = fetch(&absent, &settings()).await.unwrap_err();
    assert!(matches!(refused, SecretError::NotFound { .. }), "{refused}");
}
