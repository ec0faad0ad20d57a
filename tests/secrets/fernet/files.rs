//! Wrapped files: what Python has written, and what is wrong with some.

use actix_paseto::secrets::{SecretError, SecretSource as _};
use actix_paseto::toolbox::{FernetKey, FernetKeys};
use serde_json::json;

use super::peer::{Peer, b64, contents};
use super::{connect, key, path, put, read};
use crate::server::Folder;

#[actix_web::test]
async fn what_python_has_wrapped_is_read() {
    let (mut python, folder) = (Peer::start(), Folder::new("fernet"));
    let (key, file) = (python.text("fernet_key", json!([])), folder.join("paseto.enc"));
    for content in contents().into_iter().filter(|content| content.len() < 40_000) {
        let is_empty = content.trim_ascii().is_empty();
        let token = python.text("fernet_seal", json!([key, b64(&content), 1_700_000_000]));
        for around in ["", "\n", "\r\n", " \n\n"] {
            put(&file, format!("{around}{token}{around}"));
            match read(&[&key], &file).await {
                Err(SecretError::NotFound { .. }) => assert!(is_empty),
                found => assert_eq!(found.unwrap().expose(), content),
            }
        }
    }
    put(&file, python.text("dspu_fernet_seal", json!([key, "pässword"])));
    assert_eq!(read(&[&key], &file).await.unwrap().expose(), "pässword".as_bytes());
}

/// The key file too is Python's: it ends as an editor or `print` leaves it.
#[actix_web::test]
async fn keys_of_python_are_read_from_files() {
    let (mut python, folder) = (Peer::start(), Folder::new("fernet"));
    let (key, elsewhere) = (python.text("fernet_key", json!([])), Folder::new("fernet-key"));
    let (file, key_file) = (folder.join("paseto.enc"), elsewhere.join("paseto-fernet.key"));
    put(&file, python.text("fernet_seal", json!([key, b64("hush"), 1_700_000_000])));
    for end in ["", "\n", "\r\n"] {
        put(&key_file, format!("{key}{end}"));
        let kept = format!("file:{}", key_file.display());
        assert_eq!(read(&[&kept], &file).await.unwrap().expose(), b"hush");
    }
}

#[actix_web::test]
async fn a_rotation_as_multifernet_has_it() {
    let (mut python, folder) = (Peer::start(), Folder::new("fernet"));
    let (old, new, file) = (key(), key(), folder.join("paseto.enc"));
    let token = python.text("fernet_seal", json!([old, b64("hush"), 1_600_000_000]));
    put(&file, &token);
    assert_eq!(read(&[&new, &old], &file).await.unwrap().expose(), b"hush");
    assert_eq!(read(&[&old, &new], &file).await.unwrap().expose(), b"hush");
    assert!(matches!(read(&[&new], &file).await, Err(SecretError::Sealed { .. })));

    put(&file, python.text("fernet_rotate", json!([[new, old], token])));
    assert_eq!(read(&[&new], &file).await.unwrap().expose(), b"hush");
    assert!(matches!(read(&[&old], &file).await, Err(SecretError::Sealed { .. })));
}

#[actix_web::test]
async fn what_has_been_changed_stays_sealed() {
    let (folder, key) = (Folder::new("fernet"), FernetKey::generate().unwrap());
    let (text, file) = (key.to_text(), folder.join("paseto.enc"));
    let token = FernetKeys::new(key).seal(b"hush");
    let source = connect(&[text.expose()]).await.unwrap();
    for at in 5..token.len() - 2 {
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        put(&file, format!("{}{other}{}", &token[..at], &token[at + 1..]));
        let changed = source.get(&path(&file)).await.unwrap_err();
        assert!(matches!(changed, SecretError::Sealed { backend: "fernet", .. }), "{at}");
        put(&file, &token[..at]);
        let cut = source.get(&path(&file)).await.unwrap_err();
        assert!(matches!(cut, SecretError::Sealed { backend: "fernet", .. }), "{at}");
    }
    put(&file, format!("{token}\n{token}"));
    assert!(matches!(source.get(&path(&file)).await, Err(SecretError::Sealed { .. })));
    put(&file, &token);
    assert!(source.get(&path(&file)).await.is_ok());
}

/// Among them what an operator forgot to wrap.
#[actix_web::test]
async fn what_is_no_token() {
    let (folder, key) = (Folder::new("fernet"), key());
    let file = folder.join("paseto.enc");
    for text in ["k4.local.CANARY", "-----BEGIN PRIVATE KEY-----\nCANARY", "gAAA", "{}", "é"] {
        put(&file, text);
        let error = read(&[&key], &file).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { what: "no Fernet token", .. }), "{text}");
    }
    put(&file, b"gAAAA\xff");
    let error = read(&[&key], &file).await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
    put(&file, " \n");
    let source = connect(&[&key]).await.unwrap();
    for file in [file, folder.join("nowhere")] {
        let error = source.get(&path(&file)).await.unwrap_err();
        assert!(matches!(error, SecretError::NotFound { .. }), "{error}");
    }
    assert!(!source.exists(&path(folder.join("nowhere"))).await.unwrap());
}
