//! Public keys that an OpenID provider publishes.

mod canaries;
mod documents;
mod outages;
mod provider;

use std::time::Duration;

use actix_paseto::secrets::{JwksSettings, JwksSource, PublishedKey, SecretError};

/// Long enough for a busy machine.
fn settings() -> JwksSettings {
    let mut settings = JwksSettings::default();
    settings.timeout = Duration::from_secs(10);
    settings
}

fn of_issuer(issuer: &str) -> JwksSettings {
    let mut settings = settings();
    settings.issuer = Some(issuer.to_owned());
    settings
}

async fn fetch(url: &str, settings: &JwksSettings) -> Result<Vec<PublishedKey>, SecretError> {
    JwksSource::connect(url, settings)?.fetch().await
}

/// Where a document would be, behind this port.
fn certs(port: u16) -> String {
    format!("http://127.0.0.1:{port}/realms/test/protocol/openid-connect/certs")
}

fn names(keys: &[PublishedKey]) -> Vec<&str> {
    keys.iter().map(|key| key.kid.as_str()).collect()
}

fn what(error: SecretError) -> &'static str {
    let SecretError::Malformed { backend: "jwks", what, .. } = error else { panic!("{error}") };
    what
}
