//! Addresses that are refused, and what never shows.

use std::error::Error;
use std::fmt::Debug;

use actix_paseto::secrets::{JwksSettings, JwksSource, SecretError};

use super::{certs, fetch, of_issuer, settings};
use crate::proxy::{Proxy, http};
use crate::server::free_port;

const KEYS: &str = "https://id.example/keys";

fn refused(url: &str, settings: &JwksSettings) -> String {
    let error = JwksSource::connect(url, settings).unwrap_err();
    assert!(matches!(error, SecretError::Config { backend: "jwks", .. }), "{url}: {error:?}");
    assert!(!shown(&error).contains("CANARY"), "{url}");
    error.to_string()
}

/// Everything that a log could get hold of.
fn shown(error: &SecretError) -> String {
    let source = error.source().map(|source| format!("{source} {source:?}"));
    format!("{error} {error:?} {error:#?} {source:?}")
}

fn hidden(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains("CANARY"), "{text}");
}

#[test]
fn addresses_are_https_or_of_this_machine() {
    for good in
        [KEYS, "http://127.0.0.1:1/", "http://[::1]/", "http://localhost/", "HTTPS://ID.EXAMPLE"]
    {
        hidden(&JwksSource::connect(good, &settings()).unwrap());
    }
    let https = "jwks: the address must be https, or http on this machine";
    for bad in [
        "http://id.example/",
        "http://127.0.0.1.id.example/",
        "http://10.0.0.1/",
        "ftp://localhost/",
        "file:///keys",
    ] {
        assert_eq!(refused(bad, &settings()), https);
    }
    let user = "jwks: the address must hold no user and no password";
    for bad in [
        "https://CANARY@id.example/",
        "https://u:CANARY@id.example/",
        "https://:CANARY@id.example/",
    ] {
        assert_eq!(refused(bad, &settings()), user);
    }
    assert_eq!(refused("CANARY", &settings()), "jwks: the address is no URL");
    let fragment = refused("https://id.example/#CANARY", &settings());
    assert_eq!(fragment, "jwks: the address must hold no fragment");
}

#[test]
fn one_host_is_asked() {
    let mut pinned = settings();
    for host in ["id.example", "ID.Example"] {
        pinned.host = Some(host.to_owned());
        assert!(JwksSource::connect(KEYS, &pinned).is_ok());
    }
    for host in ["example", "other.example", "id.example.", "id.example:8443", ""] {
        pinned.host = Some(host.to_owned());
        assert_eq!(refused(KEYS, &pinned), "jwks: `host` is not the host of the address");
    }
    pinned.host = Some("::1".to_owned());
    assert!(JwksSource::connect("https://[::1]:8443/keys", &pinned).is_ok());

    let other = "jwks: `issuer` is on another host than the address";
    assert_eq!(refused(KEYS, &of_issuer("https://CANARY.example")), other);
    for issuer in [
        "https://id.example?CANARY",
        "https://CANARY@id.example",
        "http://id.example/CANARY",
        "CANARY",
    ] {
        refused(KEYS, &of_issuer(issuer));
    }
    assert!(JwksSource::connect(KEYS, &of_issuer("https://id.example/")).is_ok());
}

/// Some put a token into the query.
#[actix_web::test]
async fn the_query_is_sent_and_never_shown() {
    let proxy = Proxy::before(0);
    let url = format!("{}?token=CANARY", certs(proxy.port));
    let source = JwksSource::connect(&url, &settings()).unwrap();
    hidden(&source);
    let body = r#"{"keys":["CANARY"]}"#;
    for status in ["200 OK", "302 Found", "403 Forbidden", "404 Not Found", "500 Oh", "201 Created"]
    {
        proxy.set(http(status, "application/json", body));
        let error = source.fetch().await.unwrap_err();
        assert!(!shown(&error).contains("CANARY"), "{error}");
    }
    let mut tiny = settings();
    tiny.max_length = 4;
    proxy.set(http("200 OK", "application/json", body));
    let too_long = fetch(&url, &tiny).await.unwrap_err();
    assert!(matches!(too_long, SecretError::TooLong { most: 4, .. }));
    let absent = fetch(&format!("{}?token=CANARY", certs(free_port())), &tiny).await.unwrap_err();
    for error in [too_long, absent] {
        assert!(!shown(&error).contains("CANARY"), "{error}");
    }
}
