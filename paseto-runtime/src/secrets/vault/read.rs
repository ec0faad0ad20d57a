//! Reading a secret.

use reqwest::Method;
use serde::Deserialize;

use super::fields;
use super::wire::Call;
use super::{NAME, Vault, absent, malformed, place};
use crate::secrets::fields::Fields;
use crate::secrets::file::Named;
use crate::secrets::{Secret, SecretError, SecretPath};

/// A secret as it is kept now: its number is 0 if there has never been one.
#[derive(Default)]
pub(super) struct State {
    pub(super) version: u64,
    /// `None` if this version is deleted.
    pub(super) fields: Option<Fields>,
}

#[derive(Deserialize)]
struct Found {
    data: Versioned,
}

#[derive(Deserialize)]
struct Versioned {
    data: Option<Fields>,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    version: u64,
}

impl Vault {
    pub(super) async fn get(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let name = path.to_string();
        let state = self.state(path, &name).await?;
        let found = state.fields.ok_or_else(|| absent(&name))?;
        let bytes = fields::read(&found, path.field(), Named { backend: NAME, path: &name })?;
        Ok(Secret::new(bytes).with_version(state.version.to_string()))
    }

    /// The newest version, or the one that `path` wants.
    pub(super) async fn state(&self, path: &SecretPath, name: &str) -> Result<State, SecretError> {
        let segments = self.place(path.name(), name)?;
        let mut call = Call::new(Method::GET, self.under("data", &segments), name);
        call.query = version(path, name)?.map(|version| ("version", version));
        let answer = self.keeper.ask(&call).await?;
        // A deleted version answers 404 with what is left of it.
        let found = match answer.status {
            404 => answer.body::<Found>(),
            _ => Some(answer.read()?),
        };
        match (found, answer.check()) {
            (Some(Found { data }), _) => {
                Ok(State { version: data.metadata.version, fields: data.data })
            }
            (None, Err(SecretError::NotFound { .. })) => Ok(State::default()),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(malformed(name, "not the JSON that Vault answers")),
        }
    }

    /// The segments of a secret's name.
    pub(super) fn place(&self, secret: &str, name: &str) -> Result<Vec<String>, SecretError> {
        place::segments(secret).ok_or_else(|| malformed(name, "no path within a mount"))
    }

    /// One of the engine's own folders: `data` or `metadata`.
    pub(super) fn under<'a>(&'a self, folder: &'a str, segments: &'a [String]) -> Vec<&'a str> {
        let mount = self.mount.iter().map(String::as_str);
        mount.chain([folder]).chain(segments.iter().map(String::as_str)).collect()
    }
}

/// Zero would be the newest one.
fn version<'a>(path: &'a SecretPath, name: &str) -> Result<Option<&'a str>, SecretError> {
    let Some(text) = path.wanted_version() else { return Ok(None) };
    let is_number = text.parse::<u64>().is_ok_and(|number| number > 0) && !text.starts_with('+');
    is_number.then_some(Some(text)).ok_or_else(|| malformed(name, "a version is a number from 1"))
}
