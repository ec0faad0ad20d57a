//! Variables of the environment, in processes of their own.

use actix_paseto::secrets::{SecretError, SecretSource as _, VaultSettings, VaultSource};

use super::bao::{Bao, ROLE_ID, ROOT, SECRET_ID};
use super::{path, refused};
use crate::server::{Folder, program};

const CHILD: &str = "PASETO_TEST_OF_VAULT";
const NAME: &str = "vault::variables::they_stand_in_for_settings";

fn run(wanted: &str, variables: &[(&str, &str)]) {
    let mut child = program(std::env::current_exe().unwrap());
    child.args(["--exact", NAME]).env_clear().env(CHILD, wanted);
    child.envs(variables.iter().copied());
    let output = child.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("1 passed"), "{variables:?}: {printed}");
}

async fn in_child(wanted: &str) {
    let source = VaultSource::connect(&VaultSettings::default()).await;
    match wanted {
        "good" => assert!(!source.unwrap().exists(&path("apps/none")).await.unwrap()),
        "config" => assert!(matches!(refused(source), SecretError::Config { .. })),
        other => panic!("{other}"),
    }
}

#[actix_web::test]
async fn they_stand_in_for_settings() {
    if let Ok(wanted) = std::env::var(CHILD) {
        return in_child(&wanted).await;
    }
    let bao = Bao::start();
    let folder = Folder::new("token");
    let file = folder.join("token");
    std::fs::write(&file, format!("{ROOT}\n")).unwrap();
    private(&file);
    let address = format!("http://127.0.0.1:{}", bao.port);
    let (vault, from_bao) = (("VAULT_ADDR", address.as_str()), ("BAO_ADDR", address.as_str()));
    let token = ("VAULT_TOKEN", ROOT);
    let token_file = ("VAULT_TOKEN_FILE", file.to_str().unwrap());
    let (role, secret) = (("VAULT_ROLE_ID", ROLE_ID), ("VAULT_SECRET_ID", SECRET_ID));
    run("good", &[vault, token]);
    run("good", &[from_bao, token_file]);
    run("good", &[vault, role, secret]);
    run("good", &[vault, role, secret, ("VAULT_TOKEN", "")]);
    run("config", &[vault]);
    run("config", &[token]);
    run("config", &[vault, role]);
    run("config", &[vault, secret]);
    run("config", &[vault, token, role, secret]);
    run("config", &[vault, token, token_file]);
    run("config", &[("VAULT_ADDR", "http://vault.example"), token]);
}

fn private(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}
