//! Whose certificate is taken.

use std::path::PathBuf;
use std::time::Duration;

use actix_paseto::secrets::{
    Outage, SecretError, SecretSource as _, SetOptions, VaultSettings, VaultSource,
};

use super::bao::{Bao, ROOT};
use super::{bytes, path, refused, text};
use crate::server::{Folder, program};

fn settings(bao: &Bao, ca: Option<PathBuf>) -> VaultSettings {
    let mut settings = bao.settings_with(ROOT);
    settings.address = Some(format!("https://127.0.0.1:{}", bao.port));
    settings.ca = ca;
    settings
}

/// Started first, an `OpenBao` listens before its engine is mounted.
async fn written(source: &VaultSource) {
    for _ in 0..100 {
        if source.set(&path("apps/api"), &bytes("CANARY"), SetOptions::Always).await.is_ok() {
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the engine is not mounted");
}

#[actix_web::test]
async fn only_the_right_authority_opens_the_door() {
    let (bao, other) = (Bao::start_with_tls(), Bao::start_with_tls());
    let mut source = VaultSource::connect(&settings(&bao, Some(bao.ca()))).await;
    for _ in 0..100 {
        if source.is_ok() {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
        source = VaultSource::connect(&settings(&bao, Some(bao.ca()))).await;
    }
    let source = source.unwrap();
    written(&source).await;
    assert_eq!(text(&source.get(&path("apps/api")).await.unwrap()), "CANARY");
    for ca in [None, Some(other.ca())] {
        let error = refused(VaultSource::connect(&settings(&bao, ca)).await);
        let cause = Outage::Certificate;
        assert_eq!(error, SecretError::Unavailable { backend: "vault", cause });
    }
    // Its name is checked too.
    let mut elsewhere = settings(&bao, Some(bao.ca()));
    elsewhere.address = Some(format!("https://127.0.0.2:{}", bao.port));
    refused(VaultSource::connect(&elsewhere).await);
}

/// The system's authorities count for nothing once there is one of our own.
#[actix_web::test]
async fn an_authority_that_cannot_be_read_fails_the_start() {
    let bao = Bao::start_with_tls();
    let folder = Folder::new("ca");
    let missing = refused(VaultSource::connect(&settings(&bao, Some(folder.join("none")))).await);
    assert!(matches!(missing, SecretError::Inaccessible { backend: "vault", .. }), "{missing}");
    for content in
        ["", "CANARY", "-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----\n"]
    {
        std::fs::write(folder.join("ca.pem"), content).unwrap();
        let ca = Some(folder.join("ca.pem"));
        let error = refused(VaultSource::connect(&settings(&bao, ca)).await);
        assert!(matches!(error, SecretError::Config { backend: "vault", .. }), "{error}");
    }
}

/// Set in a process of its own, it would switch off the check in other clients of Vault.
#[actix_web::test]
async fn no_variable_switches_the_check_off() {
    const CHILD: &str = "PASETO_TEST_OF_VAULT";
    if let Ok(address) = std::env::var(CHILD) {
        let mut settings = VaultSettings::default();
        settings.address = Some(address);
        let error = refused(VaultSource::connect(&settings).await);
        let cause = Outage::Certificate;
        assert_eq!(error, SecretError::Unavailable { backend: "vault", cause });
        return;
    }
    let bao = Bao::start_with_tls();
    let mut child = program(std::env::current_exe().unwrap());
    child.args(["--exact", "vault::tls::no_variable_switches_the_check_off"]);
    child.env(CHILD, format!("https://127.0.0.1:{}", bao.port)).env("VAULT_TOKEN", ROOT);
    for name in ["VAULT_SKIP_VERIFY", "BAO_SKIP_VERIFY"] {
        child.env(name, "true");
    }
    let output = child.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}
