//! Keys change while tokens made with them are remembered.

use std::time::Duration;

use actix_paseto::codec::LocalKey;
use actix_paseto::key::Identified as _;
use actix_paseto::prelude::*;
use serde_json::json;

use super::seen::{me, readings, with};
use super::support::{app, builder, call, from_toml, payload};

fn sealed(key: &LocalKey) -> String {
    key.seal(payload(json!({ "role": "clerk" })).as_bytes(), b"", b"").unwrap()
}

/// A file that is read again when asked to.
struct Keys(std::path::PathBuf);

impl Keys {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("cache-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder.join("key"))
    }

    fn put(&self, key: &LocalKey) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::write(&self.0, key.to_paserk().expose()).unwrap();
        std::fs::set_permissions(&self.0, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    async fn program(&self) -> Paseto {
        let lines = "keys.pending = '0s'\ncache.capacity = 1000000";
        let text = format!("[default]\nkeys.active = 'file:{}'\n{lines}", self.0.display());
        builder(from_toml(&text)).await
    }
}

#[actix_web::test]
async fn a_revoked_key_takes_its_tokens_with_it() {
    let (keys, key) = (Keys::new("revoked"), LocalKey::generate().unwrap());
    keys.put(&key);
    let paseto = keys.program().await;
    let app = app!(paseto, me);
    let token = sealed(&key);
    for _ in 0..2 {
        call(&app, with("/me", &token)).await.is_ok("clerk");
    }
    paseto.revoke_key(key.id()).await.unwrap();
    for _ in 0..2 {
        let refused = call(&app, with("/me", &token)).await;
        assert_eq!(refused.verdict(), (401, "token_invalid".to_owned()));
    }
}

#[actix_web::test]
async fn a_rotation_forgets_and_the_old_key_still_counts() {
    let (keys, key) = (Keys::new("rotated"), LocalKey::generate().unwrap());
    keys.put(&key);
    let paseto = keys.program().await;
    let app = app!(paseto, me);
    let token = sealed(&key);
    readings();
    for expected in [1, 0] {
        call(&app, with("/me", &token)).await.is_ok("clerk");
        assert_eq!(readings(), expected);
    }
    let new = paseto.rotate().await.unwrap();
    for expected in [1, 0] {
        call(&app, with("/me", &token)).await.is_ok("clerk");
        assert_eq!(readings(), expected, "{new:?}");
    }
}

#[actix_web::test]
async fn no_thread_is_let_in_once_a_key_is_revoked() {
    let (keys, key) = (Keys::new("raced"), LocalKey::generate().unwrap());
    keys.put(&key);
    let paseto = keys.program().await;
    let token = sealed(&key);
    let is_revoked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let askers: Vec<_> = (0..3)
        .map(|_| {
            let (paseto, token) = (paseto.clone(), token.clone());
            let is_revoked = std::sync::Arc::clone(&is_revoked);
            std::thread::spawn(move || {
                actix_web::rt::System::new().block_on(async move {
                    let app = app!(paseto, me);
                    let mut refused = 0;
                    while refused < 100 {
                        let was_revoked = is_revoked.load(std::sync::atomic::Ordering::SeqCst);
                        let status = call(&app, with("/me", &token)).await.status;
                        assert!(!was_revoked || status == 401);
                        refused += usize::from(status == 401);
                    }
                });
            })
        })
        .collect();
    std::thread::sleep(Duration::from_millis(100));
    paseto.revoke_key(key.id()).await.unwrap();
    is_revoked.store(true, std::sync::atomic::Ordering::SeqCst);
    for asker in askers {
        asker.join().unwrap();
    }
}
