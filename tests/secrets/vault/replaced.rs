//! Credentials that somebody replaces while the program runs.

use std::fs;
use std::path::Path;

use actix_paseto::secret::SecretText;
use actix_paseto::secrets::{SecretError, SecretRef, SecretSource as _, VaultSettings};
use serde_json::json;

use super::bao::{Bao, SECRET_ID};
use super::{connect, path, refused};
use crate::server::Folder;

fn put(file: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let new = file.with_extension("new");
    fs::write(&new, format!("{text}\n")).unwrap();
    fs::set_permissions(&new, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(new, file).unwrap();
}

fn stored(file: &Path) -> Option<SecretRef> {
    let text = SecretText::from(format!("file:{}", file.display()));
    Some(SecretRef::parse(&text).unwrap())
}

fn by_token(bao: &Bao, file: &Path) -> VaultSettings {
    let mut settings = bao.settings_with("");
    settings.token = stored(file);
    settings
}

fn by_role(bao: &Bao, file: &Path) -> VaultSettings {
    let mut settings = bao.settings();
    settings.secret_id = stored(file);
    settings
}

/// As Vault Agent does with its sink.
#[actix_web::test]
async fn a_token_in_a_file_is_read_again_once_the_old_one_is_dead() {
    let bao = Bao::start();
    let folder = Folder::new("sink");
    let file = folder.join("token");
    let old = bao.token("1m");
    put(&file, &old);
    let source = connect(&by_token(&bao, &file)).await;
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    put(&file, &bao.token("1m"));
    bao.api("POST", "auth/token/revoke", json!({ "token": old }));
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    // With no new one it is an error, until there is one.
    let dead = fs::read_to_string(&file).unwrap();
    bao.api("POST", "auth/token/revoke", json!({ "token": dead.trim() }));
    let error = refused(source.get(&path("apps/none")).await);
    assert!(matches!(error, SecretError::Unauthenticated { .. }), "{error}");
    put(&file, &bao.token("1m"));
    assert!(!source.exists(&path("apps/none")).await.unwrap());
}

#[actix_web::test]
async fn a_secret_id_in_a_file_is_read_again_for_the_next_login() {
    let bao = Bao::start();
    let folder = Folder::new("secret-id");
    let file = folder.join("secret-id");
    put(&file, SECRET_ID);
    let source = connect(&by_role(&bao, &file)).await;
    let role = "auth/approle/role/paseto";
    bao.api("POST", &format!("{role}/secret-id/destroy"), json!({ "secret_id": SECRET_ID }));
    let (_, new) = bao.api("POST", &format!("{role}/secret-id"), json!({}));
    put(&file, new["data"]["secret_id"].as_str().unwrap());
    bao.revoke_logins();
    assert!(!source.exists(&path("apps/none")).await.unwrap());
}

/// The file of a wrapping token may be gone once it is used, and may hold a new one.
#[actix_web::test]
async fn what_was_unwrapped_is_kept_until_something_else_is_wrapped() {
    let bao = Bao::start();
    let folder = Folder::new("wrapped");
    let file = folder.join("wrapped");
    let place = "auth/approle/role/paseto/secret-id";
    put(&file, &bao.wrapped("POST", place, json!({})));
    let mut settings = by_role(&bao, &file);
    settings.wrapped = true;
    let source = connect(&settings).await;
    bao.revoke_logins();
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    fs::remove_file(&file).unwrap();
    bao.revoke_logins();
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    let (_, all) = bao.api("LIST", place, json!({}));
    for accessor in all["data"]["keys"].as_array().unwrap() {
        let destroy = format!("{place}-accessor/destroy");
        bao.api("POST", &destroy, json!({ "secret_id_accessor": accessor }));
    }
    // The wrapping token counts among the logins.
    bao.revoke_logins();
    put(&file, &bao.wrapped("POST", place, json!({})));
    assert!(!source.exists(&path("apps/none")).await.unwrap());
}

/// Such a token may not look itself up, and lives none the less.
#[actix_web::test]
async fn a_token_without_the_default_policy_is_good() {
    let bao = Bao::start();
    let body = json!({"policies": ["paseto"], "no_default_policy": true, "ttl": "1m"});
    let (_, answer) = bao.api("POST", "auth/token/create", body);
    let token = answer["auth"]["client_token"].as_str().unwrap();
    let source = connect(&bao.settings_with(token)).await;
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    let error = refused(source.get(&path("other/app")).await);
    assert!(matches!(error, SecretError::Denied { .. }), "{error}");
    bao.api("POST", "auth/token/revoke", json!({ "token": token }));
    let error = refused(source.get(&path("apps/none")).await);
    assert!(matches!(error, SecretError::Unauthenticated { .. }), "{error}");
}

#[actix_web::test]
async fn a_role_without_the_default_policy_logs_in_again() {
    let bao = Bao::start();
    let body = json!({"token_no_default_policy": true});
    bao.api("POST", "auth/approle/role/paseto", body);
    let source = connect(&bao.settings()).await;
    assert!(!source.exists(&path("apps/none")).await.unwrap());
    let error = refused(source.get(&path("other/app")).await);
    assert!(matches!(error, SecretError::Denied { .. }), "{error}");
    bao.revoke_logins();
    assert!(!source.exists(&path("apps/none")).await.unwrap());
}
