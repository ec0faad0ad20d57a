//! The real provider.

use actix_paseto::codec::VerifyingKey;
use actix_paseto::key::Identified as _;
use actix_paseto::secrets::{JwksSource, Outage, SecretError};

use super::{fetch, names, of_issuer, settings, what};
use crate::oidc::{Oidc, Options};
use crate::proxy::Proxy;

const CERTIFICATE: SecretError =
    SecretError::Unavailable { backend: "jwks", cause: Outage::Certificate };

/// RSA and EC keys stand beside it.
#[actix_web::test]
async fn the_ed25519_key_alone_is_taken() {
    let oidc = Oidc::start();
    let keys = fetch(&oidc.certs(), &settings()).await.unwrap();
    assert_eq!(names(&keys), ["ed-1"]);
    let x = oidc.keys()[0]["x"].as_str().unwrap().to_owned();
    let published = VerifyingKey::from_text(&format!("k4.public.{x}")).unwrap();
    assert_eq!(keys[0].key.id(), published.id());
}

#[actix_web::test]
async fn a_new_key_is_found_beside_the_old_one_until_that_is_taken_back() {
    let mut oidc = Oidc::start();
    let source = JwksSource::connect(&oidc.certs(), &of_issuer(oidc.issuer())).unwrap();
    let before = source.fetch().await.unwrap();
    oidc.rotate();
    let during = source.fetch().await.unwrap();
    assert_eq!(names(&during), ["ed-3", "ed-1"]);
    assert_eq!(during[1].key.id(), before[0].key.id());
    oidc.keep(|key| key["kid"] != "ed-1");
    assert_eq!(names(&source.fetch().await.unwrap()), ["ed-3"]);
}

#[actix_web::test]
async fn a_provider_without_such_a_key_gives_no_empty_set() {
    let mut oidc = Oidc::start();
    oidc.keep(|key| key["kty"] != "OKP");
    let error = fetch(&oidc.certs(), &settings()).await.unwrap_err();
    assert_eq!(what(error), "it holds no Ed25519 key for signatures");
}

#[actix_web::test]
async fn the_issuer_stands_by_its_name_and_its_keys() {
    let oidc = Oidc::start();
    assert_eq!(fetch(&oidc.certs(), &of_issuer(oidc.issuer())).await.unwrap().len(), 1);
    let other = "it names another issuer than the configured one";
    let slash = of_issuer(&format!("{}/", oidc.issuer()));
    assert_eq!(what(fetch(&oidc.certs(), &slash).await.unwrap_err()), other);

    let proxy = Proxy::before(oidc.port);
    let moved = |url: &str| url.replace(&oidc.port.to_string(), &proxy.port.to_string());
    let behind = of_issuer(&moved(oidc.issuer()));
    assert_eq!(what(fetch(&moved(&oidc.certs()), &behind).await.unwrap_err()), other);

    let keys = "it names another address of keys than the configured one";
    for url in [format!("{}?a=b", oidc.certs()), moved(&oidc.certs())] {
        let refused = fetch(&url, &of_issuer(oidc.issuer())).await.unwrap_err();
        assert_eq!(what(refused), keys, "{url}");
    }
}

#[actix_web::test]
async fn an_issuer_of_another_name_is_refused() {
    let issuer = Some("https://id.example/realms/test".to_owned());
    let oidc = Oidc::with(Options { issuer, ..Options::default() });
    let refused = fetch(&oidc.certs(), &of_issuer(oidc.issuer())).await.unwrap_err();
    assert_eq!(what(refused), "it names another issuer than the configured one");
    let absent = of_issuer(&oidc.issuer().replace("test", "none"));
    let refused = fetch(&oidc.certs(), &absent).await.unwrap_err();
    assert!(matches!(refused, SecretError::NotFound { .. }), "{refused}");
    assert!(refused.to_string().contains("/.well-known/openid-configuration"), "{refused}");
}

#[actix_web::test]
async fn only_who_knows_the_authority_trusts_the_certificate() {
    let mut oidc = Oidc::with(Options { tls: true, ..Options::default() });
    let mut own = of_issuer(oidc.issuer());
    own.ca = Some(oidc.ca());
    assert_eq!(fetch(&oidc.certs(), &own).await.unwrap().len(), 1);
    let by_name = oidc.certs().replace("127.0.0.1", "localhost");
    own.issuer = None;
    assert_eq!(fetch(&by_name, &own).await.unwrap().len(), 1);
    assert_eq!(fetch(&oidc.certs(), &settings()).await.unwrap_err(), CERTIFICATE);

    let other = Oidc::with(Options { tls: true, ..Options::default() });
    own.ca = Some(other.ca());
    assert_eq!(fetch(&oidc.certs(), &own).await.unwrap_err(), CERTIFICATE);
    own.ca = Some(oidc.ca().with_file_name("key.pem"));
    let refused = fetch(&oidc.certs(), &own).await.unwrap_err();
    assert_eq!(refused.to_string(), "jwks: `ca` holds no certificate");
    own.ca = Some(oidc.ca().with_file_name("nowhere.pem"));
    let refused = fetch(&oidc.certs(), &own).await.unwrap_err();
    assert!(matches!(refused, SecretError::Inaccessible { .. }), "{refused}");
    oidc.kill();
}

/// A listener that talks no TLS is not mistaken for a bad certificate.
#[actix_web::test]
async fn plain_http_is_no_tls() {
    let oidc = Oidc::start();
    let https = oidc.certs().replace("http:", "https:");
    let refused = fetch(&https, &settings()).await.unwrap_err();
    let outage = SecretError::Unavailable { backend: "jwks", cause: Outage::NoConnection };
    assert_eq!(refused, outage);
}
