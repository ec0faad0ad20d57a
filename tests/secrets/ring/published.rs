//! Public keys of a JWKS document, in the ring under their own names.

use actix_paseto::codec::{SigningKey, VerifyingKey};
use actix_paseto::key::Identified as _;
use actix_web::{App, HttpServer, web};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::support::{self, from_toml};
use super::talk::{accepts, state, token};

fn jwk(key: &VerifyingKey, kid: &str) -> serde_json::Value {
    let x = key.to_paserk().replace("k4.public.", "");
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": kid, "x": x })
}

/// Serves what the text says at the time.
async fn publisher(text: Arc<Mutex<String>>) -> u16 {
    let certs = move || {
        let text = text.lock().unwrap().clone();
        async move { text }
    };
    let app = move || App::new().route("/certs", web::get().to(certs.clone()));
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let port = server.addrs()[0].port();
    actix_web::rt::spawn(server.run());
    port
}

#[actix_web::test]
async fn published_keys_are_taken_under_their_names_and_followed() {
    let (old, new) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let document = |keys: &[serde_json::Value]| json!({ "keys": keys }).to_string();
    let text = Arc::new(Mutex::new(document(&[jwk(&old.verifying_key(), "spring")])));
    let port = publisher(Arc::clone(&text)).await;
    let verifier = from_toml(&format!(
        "[default]\naccept = 'v4.public'\nkeys.accept = 'jwks:http://127.0.0.1:{port}/certs'\n"
    ));
    let verifier = support::builder(verifier).await;

    let issuing = |key: &SigningKey| {
        let key = key.to_paserk();
        from_toml(&format!(
            "[default]\naccept = 'v4.public'\nkeys.kid = 'ignored'\nkeys.active = '{}'",
            key.expose()
        ))
    };
    let (one, two) = (support::builder(issuing(&old)).await, support::builder(issuing(&new)).await);
    let named = |paseto: &actix_paseto::Paseto, kid: &str| {
        let token = paseto.issuer().access("alice").footer(&json!({ "kid": kid })).unwrap();
        token.issue().unwrap().into_string()
    };
    assert!(accepts(&verifier, &named(&one, "spring")).await);
    assert!(accepts(&verifier, &named(&one, old.id().as_str())).await);
    assert!(accepts(&verifier, &token(&one)).await, "without a name all are tried");
    assert!(!accepts(&verifier, &named(&one, "summer")).await);
    assert!(!accepts(&verifier, &named(&two, "spring")).await);

    let both = [jwk(&old.verifying_key(), "spring"), jwk(&new.verifying_key(), "summer")];
    *text.lock().unwrap() = document(&both);
    verifier.refresh_keys().await.unwrap();
    assert!(accepts(&verifier, &named(&two, "summer")).await);
    assert!(accepts(&verifier, &named(&one, "spring")).await);

    *text.lock().unwrap() = "nonsense".to_owned();
    assert!(verifier.refresh_keys().await.is_err());
    assert!(state(&verifier, new.id()).is_some(), "the last good ones stay");
}

/// Nobody outside can make the service fetch: the schedule alone does.
#[actix_web::test]
async fn no_token_makes_it_fetch() {
    let (good, other) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let text = json!({ "keys": [jwk(&good.verifying_key(), "spring")] }).to_string();
    let fetches = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&fetches);
    let certs = move || {
        count.fetch_add(1, Ordering::SeqCst);
        let text = text.clone();
        async move { text }
    };
    let app = move || App::new().route("/certs", web::get().to(certs.clone()));
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let port = server.addrs()[0].port();
    actix_web::rt::spawn(server.run());
    let verifier = support::builder(from_toml(&format!(
        "[default]\naccept = 'v4.public'\nkeys.accept = 'jwks:http://127.0.0.1:{port}/certs'\n"
    )));
    let verifier = verifier.await;
    let key = other.to_paserk();
    let stranger = support::builder(from_toml(&format!(
        "[default]\naccept = 'v4.public'\nkeys.kid = 'ignored'\nkeys.active = '{}'",
        key.expose()
    )));
    let stranger = stranger.await;
    for n in 0..50 {
        let kid = json!({ "kid": format!("summer-{n}") });
        let unknown = stranger.issuer().access("alice").footer(&kid).unwrap().issue().unwrap();
        assert!(!accepts(&verifier, &unknown.into_string()).await);
    }
    assert_eq!(fetches.load(Ordering::SeqCst), 1, "the one of the start");
}

#[actix_web::test]
async fn published_keys_make_no_tokens() {
    let key = SigningKey::generate().unwrap().verifying_key();
    let text = json!({ "keys": [jwk(&key, "spring")] }).to_string();
    let port = publisher(Arc::new(Mutex::new(text))).await;
    let toml = format!(
        "[default]\naccept = 'v4.public'\nkeys.active = 'jwks:http://127.0.0.1:{port}/certs'\n"
    );
    let refused = from_toml(&toml).build().await.unwrap_err().to_string();
    assert!(refused.contains("a public key makes no tokens"), "{refused}");
}
