//! Examples of keys, files and documents.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::harness::{App, forged};

/// A key made by the example `keys`, and its id.
fn generate(purpose: &str) -> (String, String) {
    let made = App::run("keys", &["generate", purpose], &[], "");
    assert!(made.status.success(), "{}", made.stderr);
    let id = made.stdout.lines().find_map(|line| line.strip_prefix("# k4."));
    let key = made.stdout.lines().find_map(|line| line.strip_prefix("active = "));
    (key.unwrap().trim_matches('"').to_owned(), format!("k4.{}", id.unwrap()))
}

/// A file of this mode, removed on drop.
struct KeyFile(PathBuf);

impl KeyFile {
    fn new(name: &str, text: &str, mode: u32) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

#[test]
fn keys() {
    for (purpose, prefix) in [("local", "k4.lid."), ("public", "k4.pid.")] {
        let (key, id) = generate(purpose);
        assert!(id.starts_with(prefix), "{id}");
        let told = App::run("keys", &["id"], &[], &format!("{key}\n"));
        assert_eq!(told.stdout.trim(), id);
        assert_ne!(generate(purpose).0, key);
    }
    let refused = App::run("keys", &["id"], &[], "hunter2 is no key");
    assert!(!refused.status.success());
    assert!(!refused.stderr.contains("hunter2"), "{}", refused.stderr);
    for wrong in [&[][..], &["generate"], &["generate", "rsa"], &["make"]] {
        let usage = App::run("keys", wrong, &[], "");
        assert_eq!(usage.status.code(), Some(2));
        assert!(usage.stderr.ends_with("\nkeys --help says what there is\n"), "{}", usage.stderr);
    }
}

#[test]
fn key_management() {
    let ((old, old_id), (new, new_id)) = (generate("local"), generate("local"));
    let key = |app: &App, token: &str| app.get("/key").bearer(token).send();
    let before = App::start("key_management", &[("SHOP_KEY", &old)]);
    let token = before.login("/login/alice").access;
    key(&before, &token).is(&old_id);
    drop(before);

    let file = KeyFile::new("old-key", &format!("{old}\n"), 0o600);
    let variables = [("SHOP_KEY", new.as_str()), ("SHOP_OLD_KEY_FILE", file.path())];
    let during = App::start("key_management", &variables);
    key(&during, &token).is(&old_id);
    let renewed = during.login("/login/alice").access;
    key(&during, &renewed).is(&new_id);

    let after = App::start("key_management", &[("SHOP_KEY", &new)]);
    key(&after, &renewed).is(&new_id);
    key(&after, &token).refused(401, "token_invalid");
    key(&after, &forged(&renewed)).refused(401, "token_invalid");
}

#[test]
fn key_management_refuses_to_start() {
    let (key, _) = generate("local");
    let open = KeyFile::new("open-key", &key, 0o644);
    let absent = App::run("key_management", &[], &[], "");
    let short = App::run("key_management", &[], &[("SHOP_KEY", "k4.local.c2hvcnQ")], "");
    let exposed = [("SHOP_KEY", key.as_str()), ("SHOP_OLD_KEY_FILE", open.path())];
    let exposed = App::run("key_management", &[], &exposed, "");
    for (refused, name) in [(absent, "SHOP_KEY"), (short, "keys.active"), (exposed, open.path())] {
        assert_eq!(refused.status.code(), Some(1), "{}", refused.stderr);
        assert!(refused.stderr.contains(name), "{}", refused.stderr);
        assert!(!refused.stderr.contains("c2hvcnQ") && !refused.stderr.contains(&key));
    }
}

#[test]
fn generate_doc() {
    let app = App::start("generate_doc", &[]);
    let document = app.get("/openapi.json").send();
    assert_eq!((document.status, document.header("content-type")), (200, "application/json"));
    let document = document.json();
    let scheme = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "PASETO v4" });
    assert_eq!(document["components"]["securitySchemes"]["token"], scheme);
    let me = &document["paths"]["/me"]["get"];
    assert_eq!(me["security"], json!([{ "token": [] }]));
    assert!(me["responses"]["401"].is_object());
    assert!(document["paths"]["/login/{user}"]["post"]["security"].is_null());

    let alice = app.login("/login/alice").access;
    app.get("/me").bearer(&alice).send().is("alice");
    app.get("/me").send().refused(401, "token_missing");
    app.get("/me").bearer(&forged(&alice)).send().refused(401, "token_invalid");
}

#[test]
fn multiple_files() {
    let app = App::start("multiple_files", &[]);
    let (alice, admin) = (app.login("/login/alice"), app.login("/login/admin"));
    let cancel = |token: &str| app.delete("/orders/7").bearer(token).send();
    app.get("/opening-hours").send().is("9 to 5");
    app.get("/orders").bearer(&alice.access).send().is("the orders, for alice");
    cancel(&admin.access).is("cancelled 7");
    let renewed = app.post("/refresh").bearer(&admin.refresh).send().pair();
    cancel(&renewed.access).is("cancelled 7");

    app.get("/orders").send().refused(401, "token_missing");
    cancel(&alice.access).refused(403, "scope_missing");
    app.get("/orders").bearer(&alice.refresh).send().refused(401, "wrong_kind");
}
