//! The 86 cases of fastapi-paseto's own suite, under `render::fastapi_paseto`: its statuses and its
//! messages. Its short secrets are keys of 32 bytes here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]
#![allow(unreachable_pub, reason = "the modules of a test")]

mod config;
mod decode;
mod denylist;
mod features;
mod headers;
mod json;
mod overrides;
mod routes;
mod socket_routes;
mod sockets;
mod support;
mod ui;
mod url_protected;
mod websocket;

use std::fs;
use std::path::Path;

#[test]
fn each_of_the_86_cases_is_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fastapi_paseto");
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name != "main.rs") {
            let text = fs::read_to_string(path).unwrap();
            let is_test = |line: &&str| ["#[test]", "#[actix_web::test]"].contains(&line.trim());
            cases += text.lines().filter(is_test).count();
        }
    }
    assert_eq!(cases, 86);
}
