//! A real OpenID provider, laid out like a Keycloak realm.

#![allow(dead_code, unreachable_pub, reason = "each feature needs a part of it")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::server::{Folder, Server, free_port, installed, listens, program};

/// The clients that it knows: one gives its secret in the header, the other in the form.
pub const BASIC: &str = "svc";
pub const POST: &str = "svc-post";
pub const SECRET: &str = "svc-secret-0123456789-0123456789";
/// What its tokens say they are for.
pub const AUDIENCE: &str = "urn:api";

/// A provider on a free loopback port: keys of three types, client credentials, signed tokens.
pub struct Oidc {
    server: Server,
    base: String,
    pub port: u16,
}

/// How the provider is started.
#[derive(Clone, Default)]
pub struct Options {
    /// Of its tokens, in seconds. Default: 5.
    pub life: Option<u32>,
    /// What it calls itself. Default: its own address.
    pub issuer: Option<String>,
    /// Under a certificate authority of its own, [`Oidc::ca`].
    pub tls: bool,
}

impl Oidc {
    pub fn start() -> Self {
        Self::with(Options::default())
    }

    pub fn with(options: Options) -> Self {
        let (folder, port) = (Folder::new("oidc"), free_port());
        furnish(&folder.0, options.tls);
        let scheme = if options.tls { "https" } else { "http" };
        let base = format!("{scheme}://127.0.0.1:{port}/realms/test");
        let path = folder.0.clone();
        let command = move || serving(&path, port, &options);
        Self { server: Server::start("node", folder, command, move || listens(port)), base, port }
    }

    pub fn issuer(&self) -> &str {
        &self.base
    }

    /// Where its public keys are.
    pub fn certs(&self) -> String {
        format!("{}/protocol/openid-connect/certs", self.base)
    }

    /// Where tokens come from.
    pub fn token_url(&self) -> String {
        format!("{}/protocol/openid-connect/token", self.base)
    }

    /// Where one asks whether a token is alive.
    pub fn introspection_url(&self) -> String {
        format!("{}/introspect", self.token_url())
    }

    /// PEM of the authority behind [`Options::tls`].
    pub fn ca(&self) -> PathBuf {
        self.server.folder().join("ca.pem")
    }

    /// All its keys with their private parts, the newest first.
    pub fn keys(&self) -> Vec<serde_json::Value> {
        let text = fs::read(self.server.folder().join("oidc-keys.json")).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// Publishes a new Ed25519 key before the others, and is gone for a moment.
    pub fn rotate(&mut self) {
        let made = script(self.server.folder()).arg("rotate").output().unwrap().status;
        assert!(made.success());
        self.restart();
    }

    /// Takes keys back, and is gone for a moment.
    pub fn keep(&mut self, is_kept: impl Fn(&serde_json::Value) -> bool) {
        let kept: Vec<_> = self.keys().into_iter().filter(is_kept).collect();
        let file = self.server.folder().join("oidc-keys.json");
        fs::write(file, serde_json::to_vec(&kept).unwrap()).unwrap();
        self.restart();
    }

    pub fn restart(&mut self) {
        let port = self.port;
        self.server.restart(move || listens(port));
    }

    pub fn kill(&mut self) {
        self.server.kill();
    }

    pub fn freeze(&self) {
        self.server.freeze();
    }

    pub fn thaw(&self) {
        self.server.thaw();
    }
}

/// The modules of a script are looked for beside it.
fn furnish(folder: &Path, tls: bool) {
    let counterparts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/counterparts");
    fs::copy(counterparts.join("oidc-server.mjs"), folder.join("oidc-server.mjs")).unwrap();
    symlink(installed("oidc").join("node_modules"), folder.join("node_modules")).unwrap();
    if tls {
        let script = counterparts.join("certificates.py");
        let mut python = program(installed("python").join("bin/python"));
        assert!(python.arg(script).arg(folder).status().unwrap().success());
    }
}

fn script(folder: &Path) -> Command {
    let mut command = program("node");
    command.arg("oidc-server.mjs").current_dir(folder).env("NODE_NO_WARNINGS", "1");
    command
}

fn serving(folder: &Path, port: u16, options: &Options) -> Command {
    let mut command = script(folder);
    command.env("PORT", port.to_string()).env("SECRET", SECRET);
    if let Some(life) = options.life {
        command.env("TTL", life.to_string());
    }
    if let Some(issuer) = &options.issuer {
        command.env("ISSUER", issuer);
    }
    if options.tls {
        command.env("TLS_CERT", "cert.pem").env("TLS_KEY", "key.pem");
    }
    command
}
