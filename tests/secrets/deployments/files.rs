//! A variable, a file, a file that Python has wrapped.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::server::Folder;

use super::{Deployment, is_in, lives, login, new_key};

/// For its owner alone.
fn put(file: &Path, content: &str) -> String {
    fs::write(file, content).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    file.display().to_string()
}

/// A variable cannot be written: the answer says so, and nothing has changed.
#[test]
fn a_variable() {
    let key = new_key();
    let deployment = Deployment::of("env").with("SHOP_TOKEN_KEY", &key).hiding(&key[9..]);
    let app = deployment.start();
    let token = login(&app);
    let operator = app.login("/login/operator").access;
    let refused = app.post("/keys/rotate").bearer(&operator).send();
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("cannot be written"), "{}", refused.body);
    let app = deployment.restart(app);
    is_in(&app, &token);
    deployment.end(app);
}

#[test]
fn a_file() {
    let folder = Folder::new("deployed-file");
    let file = put(&folder.join("token-key"), &new_key());
    let deployment = Deployment::of("file").with("PASETO_KEYS__ACTIVE", format!("file:{file}"));
    lives(deployment, || fs::read_to_string(&file).unwrap());
}

#[cfg(feature = "fernet")]
#[test]
fn a_file_that_python_has_wrapped_and_unwraps() {
    let folder = Folder::new("deployed-fernet");
    let wrapping = python("print(Fernet.generate_key().decode(), end='')", &[]);
    let key = new_key();
    let seal = "print(Fernet(sys.argv[1]).encrypt(sys.argv[2].encode()).decode(), end='')";
    let file = put(&folder.join("token-key.enc"), &python(seal, &[&wrapping, &key]));
    let deployment = Deployment::of("fernet")
        .with("PASETO_KEYS__ACTIVE", format!("fernet:{file}"))
        .with("SHOP_WRAPPING_KEY", &wrapping)
        .hiding(wrapping.trim_end_matches('='));
    let open =
        "print(Fernet(sys.argv[1]).decrypt(open(sys.argv[2], 'rb').read()).decode(), end='')";
    lives(deployment, || python(open, &[&wrapping, &file]));
}

#[cfg(feature = "fernet")]
fn python(code: &str, arguments: &[&str]) -> String {
    let code = format!("import sys\nfrom cryptography.fernet import Fernet\n{code}");
    let mut python =
        std::process::Command::new(crate::server::installed("python").join("bin/python"));
    let output = python.args(["-c", &code]).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
