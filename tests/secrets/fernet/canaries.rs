//! Neither keys nor contents show, whatever goes wrong.

use std::error::Error;
use std::fmt::Debug;
use std::sync::Arc;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{FernetSource, SecretError, SecretSource as _, SetOptions};
use actix_paseto::toolbox::{FernetKey, FernetKeys};

use super::drawer::Drawer;
use super::{connect, key, path, put, read};
use crate::server::Folder;

/// Of a key: 32 bytes, base64url.
const KEY: &str = "CANARYCANARYCANARYCANARYCANARYCANARYCANARYA=";

fn hidden(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains("CANARY") && !text.contains("67, 65, 78, 65, 82, 89"), "{text}");
}

fn error_hidden(error: &SecretError) {
    hidden(error);
    let source = error.source().map(ToString::to_string);
    assert!(!format!("{error} {source:?}").contains("CANARY"), "{error}");
}

#[actix_web::test]
async fn nothing_shows() {
    let (folder, drawer) = (Folder::new("fernet"), Arc::new(Drawer::default()));
    let keys = FernetKeys::new(FernetKey::from_text(KEY).unwrap());
    hidden(&FernetKey::from_text(KEY).unwrap());
    hidden(&keys);
    let source = FernetSource::over(drawer.clone(), keys.clone());
    let content = SecretBytes::from(b"CANARY".to_vec());
    source.set(&path("key"), &content, SetOptions::Always).await.unwrap();
    hidden(&source);
    hidden(&source.get(&path("key")).await.unwrap());
    drawer.put("key", "gAAAACANARY");
    error_hidden(&source.get(&path("key")).await.unwrap_err());

    let file = folder.join("paseto.enc");
    for text in ["CANARY", "gAAAACANARY", "k4.local.CANARY"] {
        put(&file, text);
        error_hidden(&read(&[KEY], &file).await.unwrap_err());
    }
    put(&file, keys.seal(b"CANARY"));
    hidden(&read(&[KEY], &file).await.unwrap());
    error_hidden(&read(&[&key()], &file).await.unwrap_err());
    hidden(&connect(&[KEY]).await.unwrap());

    let key_file = folder.join("fernet.key");
    put(&key_file, "CANARY");
    for kept in ["CANARY", &KEY[1..], &format!("file:{}", key_file.display())] {
        error_hidden(&connect(&[kept]).await.unwrap_err());
    }
}
