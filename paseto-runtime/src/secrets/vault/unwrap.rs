//! What stands behind a wrapping token, which shows it once.

use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::login::{Data, secret};
use super::unauthenticated;
use super::wire::{Call, Wire};
use crate::secret::SecretText;
use crate::secrets::SecretError;

#[derive(Deserialize)]
struct Unwrapped {
    #[serde(deserialize_with = "secret")]
    secret_id: SecretText,
}

#[derive(Deserialize)]
struct Wrapping {
    creation_path: String,
}

/// A token that somebody has unwrapped and wrapped again looks good but for where it was made.
pub(super) async fn unwrap(
    wire: &Wire,
    mount: &[String],
    token: &SecretText,
) -> Result<SecretText, SecretError> {
    let lost = || {
        unauthenticated("the wrapping token has expired or somebody else has read the secret_id")
    };
    let call = Call::new(Method::POST, vec!["sys", "wrapping", "lookup"], "sys/wrapping/lookup");
    let answer = wire.send(&call.with_body(&json!({ "token": token.expose() }))?, None).await?;
    if matches!(answer.status, 400 | 403 | 404) {
        return Err(lost());
    }
    let made_at = answer.read::<Data<Wrapping>>()?.data.creation_path;
    if !made_at.contains(&format!("auth/{}/role/", mount.join("/"))) {
        return Err(unauthenticated("the wrapping token was not made by the AppRole method"));
    }
    let call = Call::new(Method::POST, vec!["sys", "wrapping", "unwrap"], "sys/wrapping/unwrap");
    let answer = wire.send(&call, Some(token)).await?;
    if matches!(answer.status, 400 | 403 | 404) {
        return Err(lost());
    }
    Ok(answer.read::<Data<Unwrapped>>()?.data.secret_id)
}
