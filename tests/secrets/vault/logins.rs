//! Who gets in, and what they may do.

use actix_paseto::secrets::{DeleteMode, SecretError, SecretSource as _, SetOptions};
use serde_json::json;

use super::bao::{Bao, ROOT, literal};
use super::{bytes, connect, path, refused, text};
use actix_paseto::secrets::VaultSource;

#[actix_web::test]
async fn both_logins_read_what_they_write() {
    let bao = Bao::start();
    for settings in [bao.settings(), bao.settings_with(&bao.token("1m")), bao.settings_with(ROOT)] {
        let source = connect(&settings).await;
        let key = path("apps/api#key");
        source.set(&key, &bytes("CANARY-value"), SetOptions::Always).await.unwrap();
        assert_eq!(text(&source.get(&key).await.unwrap()), "CANARY-value");
        assert!(source.exists(&key).await.unwrap());
        assert!(!source.exists(&path("apps/none")).await.unwrap());
        assert!(!source.exists(&path("apps/api#none")).await.unwrap());
    }
}

#[actix_web::test]
async fn wrong_credentials_fail_the_connection() {
    let bao = Bao::start();
    let wrong_token = bao.settings_with("CANARY-wrong");
    let mut wrong_secret = bao.settings();
    wrong_secret.secret_id = Some(literal("CANARY-wrong"));
    let mut wrong_role = bao.settings();
    wrong_role.role_id = Some("CANARY-wrong".to_owned());
    let mut wrong_method = bao.settings();
    wrong_method.auth_mount = "other".to_owned();
    let dead = bao.token("1m");
    bao.api("POST", "auth/token/revoke", json!({ "token": dead }));
    let revoked = bao.settings_with(&dead);
    for settings in [wrong_token, wrong_secret, wrong_role, wrong_method, revoked] {
        let error = refused(VaultSource::connect(&settings).await);
        assert!(matches!(error, SecretError::Unauthenticated { backend: "vault", .. }), "{error}");
    }
}

#[actix_web::test]
async fn what_the_policy_forbids_is_denied_and_costs_no_login() {
    let bao = Bao::start();
    bao.api("POST", "secret/data/other/app", json!({"data": {"value": "CANARY"}}));
    let source = connect(&bao.settings_with(&bao.token("1m"))).await;
    let before = bao.tokens();
    let other = path("other/app#value");
    let denied = |error: SecretError, path: &str| {
        let wanted = SecretError::Denied { backend: "vault", path: path.to_owned() };
        assert_eq!(error, wanted);
    };
    denied(refused(source.get(&other).await), "other/app#value");
    denied(refused(source.exists(&other).await), "other/app#value");
    let set = source.set(&other, &bytes("CANARY"), SetOptions::Always).await;
    denied(refused(set), "other/app#value");
    denied(refused(source.delete(&path("other/app"), DeleteMode::Destroy).await), "other/app");
    denied(refused(source.list("other/").await), "other/");
    let source = connect(&bao.settings()).await;
    denied(refused(source.get(&other).await), "other/app#value");
    assert_eq!(bao.tokens(), before + 1);
}
