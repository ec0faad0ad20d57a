//! The example `key_sources` as it is deployed: a process of its own whose key is in the real
//! source, under the configuration that it shows.
//!
//! `cargo test` builds it, unless a single test program is asked for: then `cargo build --examples`
//! with the same features does.

#![allow(dead_code, reason = "each feature needs a part of it")]

mod files;
#[cfg(feature = "jwks")]
mod published;
#[cfg(any(feature = "aws", feature = "tpm", feature = "vault"))]
mod services;
#[cfg(any(feature = "keyutils", feature = "secret-service"))]
pub(crate) mod sessions;
#[cfg(feature = "vault")]
mod traffic;
#[cfg(feature = "vault")]
mod two_nodes;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use actix_paseto::codec::{Key, LocalKey};
use actix_paseto::key::Identified as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::harness::App;

/// How the application is started, and what it must never print.
struct Deployment {
    source: &'static str,
    variables: Vec<(String, String)>,
    secrets: Mutex<Vec<String>>,
}

impl Deployment {
    /// By the file of this source, with every event of every library printed.
    fn of(source: &'static str) -> Self {
        let deployment = Self { source, variables: Vec::new(), secrets: Mutex::default() };
        deployment.with("LOG", "trace")
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    fn hiding(self, secret: &str) -> Self {
        self.secrets.lock().unwrap().push(secret.to_owned());
        self
    }

    fn start(&self) -> App {
        let variables = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let variables: Vec<_> = variables.collect();
        App::start_with("key_sources", &[self.source], &variables)
    }

    /// Ends it, and looks through all that it has printed.
    fn end(&self, app: App) {
        let printed = app.kill();
        for secret in self.secrets.lock().unwrap().iter() {
            assert!(!printed.contains(secret), "a secret is printed");
        }
        // Also as the list of numbers that `Debug` makes of bytes: 107, 52 is `k4`.
        let words = ["k4.local.", "k4.secret.", "v4.local.", "v4.public.", "CANARY", "PRIVATE KEY"];
        for begin in words.into_iter().chain(["107, 52, 46", "67, 65, 78, 65, 82, 89"]) {
            let place = printed.find(begin).map(|at| &printed[at.saturating_sub(200)..at]);
            assert_eq!(place, None, "`{begin}` is printed");
        }
    }

    fn restart(&self, app: App) -> App {
        self.end(app);
        self.start()
    }

    /// What the source holds is not to be printed either; the ids of its keys.
    fn ids(&self, stored: &str) -> Vec<String> {
        let keys = texts(stored);
        assert!(!keys.is_empty(), "the source holds no key");
        let bare = keys.iter().map(|key| key.rsplit('.').next().unwrap().to_owned());
        self.secrets.lock().unwrap().extend(bare);
        keys.iter().map(|key| Key::from_text(key).unwrap().id().to_string()).collect()
    }
}

/// From the first login, over restarts, a rotation and a revocation, to the end. `stored` asks the
/// source itself what it holds.
fn lives(deployment: Deployment, stored: impl Fn() -> String) {
    let deployment = deployment.with("PASETO_KEYS__PENDING", "0s");
    let app = deployment.start();
    let first = login(&app);
    assert!(deployment.ids(&stored()).contains(&key_of(&first)));
    is_in(&app, &first);
    assert_eq!(app.get("/ready").send().status, 200);
    let app = deployment.restart(app);
    is_in(&app, &first);

    app.post("/keys/rotate").bearer(&first).send().refused(403, "scope_missing");
    let rotation = change(&app, "/keys/rotate");
    let new = rotation["id"].as_str().unwrap();
    assert_eq!(rotation["retires"].as_str().unwrap(), key_of(&first));
    let second = login(&app);
    assert_eq!(key_of(&second), new);
    let ids = deployment.ids(&stored());
    assert!(ids.iter().any(|id| id == new) && ids.contains(&key_of(&first)), "{ids:?}");
    let app = deployment.restart(app);
    let third = login(&app);
    assert_eq!(key_of(&third), new);
    for token in [&first, &second, &third] {
        is_in(&app, token);
    }

    change(&app, &format!("/keys/revoke/{}", key_of(&first)));
    is_out(&app, &first);
    assert!(!deployment.ids(&stored()).contains(&key_of(&first)));
    let app = deployment.restart(app);
    is_out(&app, &first);
    for token in [&second, &third] {
        is_in(&app, token);
    }
    deployment.end(app);
}

fn login(app: &App) -> String {
    app.login("/login/alice").access
}

#[track_caller]
fn is_in(app: &App, token: &str) {
    app.get("/me").bearer(token).send().is("alice");
}

#[track_caller]
fn is_out(app: &App, token: &str) {
    assert_eq!(app.get("/me").bearer(token).send().status, 401);
}

/// As an operator; what the answer says.
#[track_caller]
fn change(app: &App, path: &str) -> Value {
    let token = app.login("/login/operator").access;
    let reply = app.post(path).bearer(&token).send();
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply.json()
}

/// The id in the footer of a token.
fn key_of(token: &str) -> String {
    let footer = URL_SAFE_NO_PAD.decode(token.rsplit('.').next().unwrap()).unwrap();
    let footer: Value = serde_json::from_slice(&footer).unwrap();
    footer["kid"].as_str().unwrap().to_owned()
}

fn new_key() -> String {
    LocalKey::generate().unwrap().to_paserk().expose().to_owned()
}

/// Every secret key in a text.
fn texts(stored: &str) -> Vec<String> {
    let is_outside = |c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c);
    let words = stored.split(is_outside);
    let keys = words.filter(|word| word.starts_with("k4.local.") || word.starts_with("k4.secret."));
    keys.map(str::to_owned).collect()
}

/// Waits until it is so; how long is never asserted.
fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came about");
        std::thread::sleep(Duration::from_millis(20));
    }
}
