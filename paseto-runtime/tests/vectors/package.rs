//! Where the vectors lie, and what they look like.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The bytes of a file below the package's `test_vectors`.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases of a file.
pub(crate) fn cases(name: &str) -> Vec<Value> {
    let file: Value = serde_json::from_slice(&file(name)).unwrap();
    file["tests"].as_array().unwrap().clone()
}

/// A member that is a text.
pub(crate) fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("{}: no `{name}`", case["name"]))
}

/// Whether the case must be refused.
pub(crate) fn must_fail(case: &Value) -> bool {
    case["expect-fail"].as_bool().unwrap()
}

/// The PASERK of bytes given in hex.
pub(crate) fn paserk(prefix: &str, hex: &str) -> String {
    let bytes: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let packages: Value = serde_json::from_slice(&metadata()).unwrap();
        let packages = packages["packages"].as_array().unwrap();
        let pasetors = packages.iter().find(|package| package["name"] == "pasetors").unwrap();
        let manifest = Path::new(pasetors["manifest_path"].as_str().unwrap());
        manifest.parent().unwrap().join("test_vectors")
    })
}

/// For this platform only: the packages of others need not be on the machine.
fn metadata() -> Vec<u8> {
    let rustc = output(std::env::var("RUSTC").as_deref().unwrap_or("rustc"), &["-vV"]);
    let rustc = String::from_utf8(rustc).unwrap();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let cargo = std::env::var("CARGO").unwrap();
    let args = ["metadata", "--format-version", "1", "--offline", "--manifest-path", manifest];
    output(&cargo, &[&args[..], &["--filter-platform", host]].concat())
}

fn output(program: &str, args: &[&str]) -> Vec<u8> {
    let run = Command::new(program).args(args).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}
