//! How a server is started.

use super::home::Home;
use std::path::Path;
use std::process::Command;

#[derive(Debug, Clone)]
pub struct Options {
    /// Whether it keeps what it was told over a restart.
    pub durable: bool,
    pub tls: bool,
    /// Of the user `default`.
    pub password: Option<Password>,
    /// More words of the command line.
    pub more: Vec<String>,
}

pub type Password = &'static str;

impl Default for Options {
    fn default() -> Self {
        Self { durable: true, tls: false, password: None, more: Vec::new() }
    }
}

impl Options {
    pub fn forgetful() -> Self {
        Self { durable: false, ..Self::default() }
    }

    pub fn tls() -> Self {
        Self { tls: true, ..Self::default() }
    }

    pub fn with(mut self, words: &[&str]) -> Self {
        self.more.extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    pub fn words(&self, port: u16, home: &Home) -> Vec<String> {
        let plain = if self.tls { 0 } else { port };
        let mut words = vec!["--bind 127.0.0.1".to_owned(), format!("--port {plain}")];
        words.push(format!("--dir {}", home.path().display()));
        words.push("--save ''".to_owned());
        words.push(format!("--appendonly {}", if self.durable { "yes" } else { "no" }));
        // With `everysec` a change may be acknowledged before it is written to the file, while the
        // file is being synced: `kill -9` loses it then.
        words.push("--appendfsync always".to_owned());
        words.push("--maxmemory-policy noeviction --enable-debug-command yes".to_owned());
        if self.tls {
            certify(home.path());
            for file in ["ca.pem", "cert.pem", "key.pem"] {
                home.give(&home.file(file));
            }
            words.push(format!("--tls-port {port} --tls-auth-clients no"));
            words.push("--tls-cert-file cert.pem --tls-key-file key.pem".to_owned());
            words.push("--tls-ca-cert-file ca.pem".to_owned());
        }
        if let Some(password) = self.password {
            words.push(format!("--requirepass {password}"));
        }
        let mut words: Vec<_> =
            words.iter().flat_map(|some| some.split(' ')).map(unquoted).collect();
        words.extend(self.more.iter().cloned());
        words
    }
}

fn unquoted(word: &str) -> String {
    if word == "''" { String::new() } else { word.to_owned() }
}

/// An authority of its own, and what it says of 127.0.0.1.
pub fn certify(folder: &Path) {
    if folder.join("cert.pem").exists() {
        return;
    }
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(folder, &format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=Test"));
    openssl(folder, &format!("req {key} -keyout key.pem -out cert.csr -subj /CN=localhost"));
    let names = "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n";
    std::fs::write(folder.join("names"), names).unwrap();
    let sign = "x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2";
    openssl(folder, &format!("{sign} -extfile names -out cert.pem"));
}

fn openssl(folder: &Path, words: &str) {
    let made = Command::new("openssl").current_dir(folder).args(words.split(' ')).output();
    let made = made.expect("openssl; scripts/install installs it");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
