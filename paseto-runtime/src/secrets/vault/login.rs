//! Tokens: had by a login, looked up, renewed.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde::{Deserialize, Deserializer};
use serde_json::json;
use tokio::sync::Mutex;

use super::plan::{AppRole, Credentials};
use super::unwrap::unwrap;
use super::wire::{Call, Wire};
use super::{malformed, misconfigured, unauthenticated};
use crate::secret::SecretText;
use crate::secrets::{EnvSource, FileSource, SecretError, SecretRef, SecretSource as _};

/// How a token is had, and had again: what stands in a file may be another one by then.
pub(super) struct Login {
    credentials: Credentials,
    mount: Vec<String>,
    /// A wrapping token opens once, so what was in it is kept beside it.
    unwrapped: Mutex<Option<Unwrapping>>,
}

struct Unwrapping {
    token: SecretText,
    secret_id: SecretText,
}

/// Between the first attempts to log in with what was wrapped.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1_600),
];

/// A token and how long it lives.
pub(super) struct Lease {
    pub(super) token: SecretText,
    pub(super) renewable: bool,
    /// Zero: for ever.
    pub(super) length: Duration,
    pub(super) since: Instant,
}

#[derive(Deserialize)]
struct Granted {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    #[serde(deserialize_with = "secret")]
    client_token: SecretText,
    lease_duration: u64,
    renewable: bool,
}

#[derive(Deserialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

#[derive(Deserialize)]
struct LookedUp {
    ttl: u64,
    #[serde(default)]
    renewable: bool,
}

pub(super) fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<SecretText, D::Error> {
    String::deserialize(from).map(SecretText::from)
}

impl Login {
    pub(super) fn new(credentials: Credentials, mount: &[String]) -> Self {
        Self { credentials, mount: mount.to_owned(), unwrapped: Mutex::default() }
    }

    pub(super) const fn is_by_role(&self) -> bool {
        matches!(self.credentials, Credentials::AppRole(_))
    }

    /// A token that the server has just confirmed.
    pub(super) async fn run(&self, wire: &Wire) -> Result<Lease, SecretError> {
        match &self.credentials {
            Credentials::Token(token) => {
                let token = text(token).await?;
                let dead = "the token is wrong, has expired, or opens nothing in `vault.mount`";
                self.look_up(wire, &token).await?.ok_or(unauthenticated(dead))
            }
            Credentials::AppRole(role) => {
                let secret_id = self.secret_id(wire, role).await?;
                app_role(wire, &role.mount, &role.role_id, &secret_id).await
            }
        }
    }

    /// As [`run`](Self::run), the first time. A wrapping token is spent by now, so a server in
    /// trouble is waited for a while.
    pub(super) async fn run_first(&self, wire: &Wire) -> Result<Lease, SecretError> {
        for pause in PAUSES {
            match self.run(wire).await {
                Err(error) if error.is_transient() && self.has_unwrapped().await => {
                    tracing::warn!(target: "paseto", %error, "vault: no login yet; trying again");
                    tokio::time::sleep(pause).await;
                }
                result => return result,
            }
        }
        self.run(wire).await
    }

    /// What the server knows of the token; `None` if nothing.
    pub(super) async fn look_up(
        &self,
        wire: &Wire,
        token: &SecretText,
    ) -> Result<Option<Lease>, SecretError> {
        let path = "auth/token/lookup-self";
        let since = Instant::now();
        let call = Call::new(Method::GET, path.split('/').collect(), path);
        let answer = wire.send(&call, Some(token)).await?;
        if matches!(answer.status, 400 | 401 | 403) {
            let lives = self.opens_mount(wire, token).await?;
            return Ok(lives.then(|| Lease::unknown(token.clone())));
        }
        let found = answer.read::<Data<LookedUp>>()?.data;
        let (length, renewable) = (length(found.ttl, path)?, found.renewable);
        Ok(Some(Lease { token: token.clone(), renewable, length, since }))
    }

    /// No policy but the default one lets a token look at itself. Whichever lets it do anything in
    /// the mount lets it know that there is one.
    async fn opens_mount(&self, wire: &Wire, token: &SecretText) -> Result<bool, SecretError> {
        let above = ["sys", "internal", "ui", "mounts"];
        let segments = above.into_iter().chain(self.mount.iter().map(String::as_str)).collect();
        let call = Call::new(Method::GET, segments, "sys/internal/ui/mounts");
        let answer = wire.send(&call, Some(token)).await?;
        match answer.status {
            400 | 401 | 403 | 404 => Ok(false),
            _ => answer.check().map(|()| true),
        }
    }

    async fn has_unwrapped(&self) -> bool {
        self.unwrapped.lock().await.is_some()
    }

    async fn secret_id(&self, wire: &Wire, role: &AppRole) -> Result<SecretText, SecretError> {
        if !role.wrapped {
            return text(&role.secret_id).await;
        }
        let mut unwrapped = self.unwrapped.lock().await;
        let token = text(&role.secret_id).await;
        if let Some(known) = &*unwrapped {
            let is_other = |token: &SecretText| token.expose() != known.token.expose();
            // Whoever has used it up may well have removed its file.
            if !token.as_ref().is_ok_and(is_other) {
                return Ok(known.secret_id.clone());
            }
        }
        let token = token?;
        let secret_id = unwrap(wire, &role.mount, &token).await?;
        *unwrapped = Some(Unwrapping { token, secret_id: secret_id.clone() });
        Ok(secret_id)
    }
}

impl Lease {
    /// Of a token that lives and may not say for how long: it is used until it is refused.
    fn unknown(token: SecretText) -> Self {
        Self { token, renewable: false, length: Duration::ZERO, since: Instant::now() }
    }
}

/// A secret that opens a vault cannot lie in one.
async fn text(from: &SecretRef) -> Result<SecretText, SecretError> {
    match from {
        SecretRef::Literal(text) => filled(text),
        SecretRef::Stored { scheme: "env", path } => {
            EnvSource::new().get(path).await?.text("env", path)
        }
        SecretRef::Stored { scheme: "file", path } => {
            FileSource::new().get(path).await?.text("file", path)
        }
        SecretRef::Stored { .. } => {
            Err(misconfigured("token and secret_id come from `env:`, `file:` or stand there"))
        }
    }
}

fn filled(text: &SecretText) -> Result<SecretText, SecretError> {
    let plain = text.expose().trim_ascii();
    if plain.is_empty() {
        return Err(misconfigured("token and secret_id must not be empty"));
    }
    Ok(plain.to_owned().into())
}

async fn app_role(
    wire: &Wire,
    mount: &[String],
    role_id: &SecretText,
    secret_id: &SecretText,
) -> Result<Lease, SecretError> {
    let path = format!("auth/{}/login", mount.join("/"));
    let parts = std::iter::once("auth").chain(mount.iter().map(String::as_str)).chain(["login"]);
    let body = Names { role_id: role_id.expose(), secret_id: secret_id.expose() };
    let call = Call::new(Method::POST, parts.collect(), &path).with_body(&body)?;
    let since = Instant::now();
    let answer = wire.send(&call, None).await?;
    if matches!(answer.status, 400 | 401 | 403 | 404) {
        return Err(unauthenticated("the login by AppRole is refused"));
    }
    lease(answer.read()?, &path, since)
}

/// Borrowed: a JSON value would be one copy more.
#[derive(serde::Serialize)]
struct Names<'a> {
    role_id: &'a str,
    secret_id: &'a str,
}

/// The same token, for longer.
pub(super) async fn renew(wire: &Wire, token: &SecretText) -> Result<Lease, SecretError> {
    let path = "auth/token/renew-self";
    let call = Call::new(Method::POST, path.split('/').collect(), path).with_body(&json!({}))?;
    let since = Instant::now();
    lease(wire.send(&call, Some(token)).await?.read()?, path, since)
}

fn lease(Granted { auth }: Granted, path: &str, since: Instant) -> Result<Lease, SecretError> {
    let length = length(auth.lease_duration, path)?;
    Ok(Lease { token: auth.client_token, renewable: auth.renewable, length, since })
}

fn length(seconds: u64, path: &str) -> Result<Duration, SecretError> {
    if seconds > MOST_SECONDS {
        return Err(malformed(path, "a lifetime beyond reason"));
    }
    Ok(Duration::from_secs(seconds))
}

/// A century: instants end somewhere.
const MOST_SECONDS: u64 = 100 * 365 * 24 * 60 * 60;
