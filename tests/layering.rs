//! The walls of the house: imports go down only, and two adapters alone name what they adapt.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the runtime, lowest layer first.
const LAYERS: &[&[&str]] = &[
    &["error", "kind", "schedule", "secret", "telemetry", "time"],
    &["key", "claims", "policy", "toolbox"],
    &["codec", "revocation", "secrets"],
    &["audit", "token"],
    &["config", "keeper", "profile", "issue", "outgoing", "authenticate"],
    &["web"],
    &["__private"],
];

/// The macros, first stage first: a stage may import from those before it.
const STAGES: &[&str] = &["diag", "parse", "model", "expand"];

fn sources(root: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), text));
            }
        }
    }
    assert!(found.len() > 10, "the sources have moved");
    found
}

/// `web/guard.rs` → `web`, `time.rs` → `time`.
fn module(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments: prose may name anything.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("//").next().unwrap_or_default())
}

fn names(text: &str, word: &str) -> bool {
    code(text).any(|line| line.contains(word))
}

#[test]
fn imports_go_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("paseto-runtime/src");
    let layer_of = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    for (path, text) in sources(&root) {
        let own = module(&path);
        if own == "lib" {
            continue;
        }
        // A list of several would slip past the search below.
        assert!(own == "__private" || !names(&text, "crate::{"), "{}", path.display());
        let layer = layer_of(&own).unwrap_or_else(|| panic!("`{own}` belongs to no layer"));
        for above in LAYERS.iter().skip(layer + 1).copied().flatten() {
            assert!(
                !names(&text, &format!("crate::{above}")),
                "{} imports `{above}`, which lies above it",
                path.display()
            );
        }
    }
}

#[test]
fn the_stages_of_the_macros_import_backwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("paseto-macros/src");
    for (path, text) in sources(&root) {
        let Some(stage) = STAGES.iter().position(|stage| *stage == module(&path)) else { continue };
        for later in STAGES.iter().skip(stage + 1) {
            assert!(
                !names(&text, &format!("crate::{later}")),
                "{} imports `{later}`, a later stage",
                path.display()
            );
        }
        if module(&path) == "expand" {
            assert!(!names(&text, "crate::parse"), "{} imports `parse`", path.display());
        }
    }
}

#[test]
fn only_the_codec_names_cryptography_and_only_web_names_actix() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("paseto-runtime/src");
    for (path, text) in sources(&root) {
        let own = module(&path);
        for engine in [
            "pasetors",
            "ed25519_compact",
            "ed25519_dalek",
            "curve25519_dalek",
            "chacha20",
            // Of the engine; that of TLS is rustls's.
            "aws_lc_rs::signature",
            "pkcs8",
            "ct_codecs",
        ] {
            assert!(own == "codec" || !names(&text, engine), "{} names {engine}", path.display());
        }
        let adapter = own == "web" || own == "__private";
        for web in ["actix_web", "actix_ws"] {
            assert!(adapter || !names(&text, web), "{} names {web}", path.display());
        }
    }
}

/// It could be taken out and used elsewhere: the tokens do not need it, nor it them.
#[test]
fn the_toolbox_stands_on_the_lowest_layer_and_alone_names_its_engines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("paseto-runtime/src");
    for (path, text) in sources(&root) {
        let in_toolbox = module(&path) == "toolbox";
        for neighbour in ["key", "claims", "policy"] {
            let import = format!("crate::{neighbour}");
            assert!(!in_toolbox || !names(&text, &import), "{} has {import}", path.display());
        }
        for engine in ["aes_gcm", "argon2::", "blake2::", "::fernet::", "pbkdf2::"] {
            // BLAKE2b is a part of `v4.local`, too.
            let is_at_home = in_toolbox || (engine == "blake2::" && module(&path) == "codec");
            assert!(is_at_home || !names(&text, engine), "{} names {engine}", path.display());
        }
    }
}

/// The names between the brackets after `const RESERVED`, sorted.
fn reserved_names(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(path).unwrap();
    let (_, list) = text.split_once("const RESERVED").unwrap();
    let (list, _) = list.split_once("];").unwrap();
    let mut names: Vec<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    names.sort_unstable();
    names
}

/// A derive cannot import them from the crate that it generates code for.
#[test]
fn the_derive_and_the_runtime_reserve_the_same_names() {
    let derive = reserved_names("paseto-macros/src/model/fields.rs");
    assert!(derive.len() >= 11, "the names have moved");
    assert_eq!(derive, reserved_names("paseto-runtime/src/claims/registered.rs"));
}
