//! Detection as a program meets it. What is decided is a table beside the code.

use std::env;

use actix_paseto::secrets::Secrets;

use crate::server::{Folder, program};

const CHILD: &str = "DETECT_TEST_CHILD";

/// Not a test by itself: what the children of the other tests do.
#[actix_web::test]
async fn child() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    match Secrets::detect().await {
        Ok(secrets) => {
            let found = secrets.get("db/password").await;
            let found = found.map(|secret| secret.bytes.expose() == b"CANARY");
            println!("SAID {} {found:?} {secrets:?}", secrets.source().name());
        }
        Err(error) => println!("SAID {error} {error:?}"),
    }
}

fn said(variables: &[(&str, &str)]) -> String {
    let mut command = program(env::current_exe().unwrap());
    command.args(["--exact", "detect::child", "--nocapture"]).env_clear().env(CHILD, "1");
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| Some(line.split_once("SAID ")?.1)).expect("it says");
    assert!(!line.contains("CANARY"), "{line}");
    line.to_owned()
}

#[test]
fn finds_what_is_there() {
    let folder = Folder::new("detected");
    let file = folder.join("password");
    super::files::put(&file, "CANARY", 0o600);
    std::fs::create_dir(folder.join("db")).unwrap();
    super::files::put(&folder.join("db/password"), "CANARY", 0o444);
    let (file, folder) = (file.to_str().unwrap(), folder.0.to_str().unwrap());
    let prefix = ("SECRET_PREFIX", "APP_");
    let own = said(&[prefix, ("APP_DB_PASSWORD", "CANARY")]);
    assert!(own.starts_with("env Ok(true)"), "{own}");
    let own = said(&[prefix, ("APP_DB_PASSWORD_FILE", file)]);
    assert!(own.starts_with("env Ok(true)"), "{own}");
    let own = said(&[prefix, ("APP_DB_PASSWORD_FILE", file), ("APP_DB_PASSWORD", "CANARY")]);
    assert!(own.contains("leave one out"), "{own}");
    let own = said(&[("CREDENTIALS_DIRECTORY", folder)]);
    assert!(own.starts_with("directory Ok(true)"), "{own}");
}

#[test]
fn half_a_configuration_never_falls_through() {
    let own = ("APP_DB_PASSWORD", "CANARY");
    for half in [("VAULT_ADDR", "https://v"), ("VAULT_TOKEN", "CANARY"), ("VAULT_ROLE_ID", "r")] {
        let said = said(&[("SECRET_PREFIX", "APP_"), own, half]);
        assert!(said.starts_with("vault: "), "{said}");
    }
    assert!(said(&[own]).starts_with("secrets: nothing says where"));
}
