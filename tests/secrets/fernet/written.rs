//! What is written, for Python to read; the rest is the other source's.

use std::sync::Arc;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{DeleteMode, FernetSource, SecretError, SecretSource as _, SetOptions};
use actix_paseto::toolbox::{FernetKey, FernetKeys};
use serde_json::json;

use super::drawer::Drawer;
use super::peer::{Peer, b64, contents};
use super::{key, path};

fn keys(texts: &[&str]) -> FernetKeys {
    let mut keys = texts.iter().map(|text| FernetKey::from_text(text).unwrap());
    FernetKeys::new(keys.next().unwrap()).with_older(keys)
}

fn bytes(content: &[u8]) -> SecretBytes {
    SecretBytes::from(content.to_vec())
}

#[actix_web::test]
async fn what_we_wrap_is_read_by_python() {
    let (mut python, drawer, key) = (Peer::start(), Arc::new(Drawer::default()), key());
    let source = FernetSource::over(drawer.clone(), keys(&[&key]));
    let is_kept = |content: &Vec<u8>| !content.trim_ascii().is_empty();
    for content in contents().into_iter().filter(is_kept) {
        source.set(&path("key"), &bytes(&content), SetOptions::Always).await.unwrap();
        let token = drawer.text("key");
        assert_eq!(python.bytes("fernet_open", json!([key, token, null, null])), content);
        assert_eq!(source.get(&path("key")).await.unwrap().bytes.expose(), content);
    }
    source.set(&path("key"), &bytes("pässword".as_bytes()), SetOptions::Always).await.unwrap();
    assert_eq!(python.text("dspu_fernet_open", json!([key, drawer.text("key")])), "pässword");
}

#[actix_web::test]
async fn the_first_key_wraps_and_multifernet_reads_all() {
    let (mut python, drawer) = (Peer::start(), Arc::new(Drawer::default()));
    let (old, new) = (key(), key());
    let source = FernetSource::over(drawer.clone(), keys(&[&new, &old]));
    drawer.put("key", &python.text("fernet_seal", json!([old, b64("hush"), 1_600_000_000])));
    let content = source.get(&path("key")).await.unwrap().bytes;
    assert_eq!(content.expose(), b"hush");
    source.set(&path("key"), &content, SetOptions::Always).await.unwrap();
    let token = drawer.text("key");
    assert_eq!(python.bytes("fernet_multi_open", json!([[new, old], token])), b"hush");
    assert_eq!(python.bytes("fernet_open", json!([new, token, null, null])), b"hush");
    assert!(python.refuses("fernet_open", json!([old, token, null, null])));
    drawer.put("key", &python.text("fernet_multi_seal", json!([[new, old], b64("more")])));
    assert_eq!(source.get(&path("key")).await.unwrap().bytes.expose(), b"more");
}

#[actix_web::test]
async fn everything_but_the_content_is_the_other_source_s() {
    let drawer = Arc::new(Drawer::default());
    let source = FernetSource::over(drawer.clone(), keys(&[&key()]));
    assert_eq!(source.capabilities(), drawer.capabilities());
    assert_eq!(source.name(), "fernet");
    let first = source.set(&path("a/one"), &bytes(b"1"), SetOptions::IfAbsent).await.unwrap();
    let again = source.set(&path("a/one"), &bytes(b"2"), SetOptions::IfAbsent).await;
    assert!(matches!(again, Err(SecretError::Conflict { .. })));
    let known = SetOptions::IfVersion(first.clone().unwrap());
    assert_eq!(source.get(&path("a/one")).await.unwrap().version, first);
    let second = source.set(&path("a/one"), &bytes(b"2"), known.clone()).await.unwrap();
    assert_ne!(second, first);
    assert!(source.set(&path("a/one"), &bytes(b"3"), known).await.is_err());
    assert_eq!(source.get(&path("a/one")).await.unwrap().bytes.expose(), b"2");

    source.set(&path("b"), &bytes(b"x"), SetOptions::Always).await.unwrap();
    let empty = source.set(&path("b"), &bytes(b" "), SetOptions::Always).await;
    assert!(matches!(empty, Err(SecretError::Malformed { .. })));
    assert_eq!(source.list("").await.unwrap(), ["a/one", "b"]);
    assert_eq!(source.list("a/").await.unwrap(), ["a/one"]);
    assert!(source.exists(&path("a/one")).await.unwrap());
    source.delete(&path("a/one"), DeleteMode::Recoverable).await.unwrap();
    assert!(!source.exists(&path("a/one")).await.unwrap());
    let absent = source.delete(&path("a/one"), DeleteMode::Destroy).await;
    assert!(matches!(absent, Err(SecretError::NotFound { .. })));
}
