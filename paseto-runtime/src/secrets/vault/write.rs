//! Writing a secret, and only the field that is meant.

use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::fields::WHOLE;
use super::read::State;
use super::wire::Call;
use super::{NAME, Vault};
use crate::secret::SecretBytes;
use crate::secrets::fields::{Fields, check_value};
use crate::secrets::file::Named;
use crate::secrets::{SecretError, SecretPath, SetOptions, Version};

/// What one entry of Vault's own storage holds.
const MOST: usize = 1024 * 1024;

/// Of many writers at once one gets through each time.
const TRIES: u32 = 40;

#[derive(Serialize)]
struct Body<'a> {
    options: Options,
    data: &'a Fields,
}

#[derive(Serialize)]
struct Options {
    cas: u64,
}

#[derive(Deserialize)]
struct Written {
    data: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    version: u64,
}

impl Vault {
    pub(super) async fn set(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: SetOptions,
    ) -> Result<Option<Version>, SecretError> {
        let name = path.to_string();
        check(path, value, &name)?;
        let field = path.field().unwrap_or(WHOLE);
        let named = Named { backend: NAME, path: &name };
        let put = |fields: &mut Fields| fields.put(field, value, named);
        let version = self.change(path, &name, &options, put).await?;
        Ok(Some(version.to_string().into()))
    }

    /// Reads, changes, and writes if nobody else has written meanwhile.
    pub(super) async fn change(
        &self,
        path: &SecretPath,
        name: &str,
        options: &SetOptions,
        change: impl Fn(&mut Fields) -> Result<(), SecretError>,
    ) -> Result<u64, SecretError> {
        let mut tries = 0;
        loop {
            let state = self.state(path, name).await?;
            let exists = || exists(&state, path, name);
            if !options.permit(exists, || Ok(Some(state.version.to_string().into())))? {
                return Err(conflict(name));
            }
            let mut fields = state.fields.unwrap_or_default();
            change(&mut fields)?;
            tries += 1;
            match self.write(path, name, state.version, &fields).await {
                Err(SecretError::Conflict { .. })
                    if *options == SetOptions::Always && tries < TRIES =>
                {
                    tokio::time::sleep(pause()).await;
                }
                done => return done,
            }
        }
    }

    async fn write(
        &self,
        path: &SecretPath,
        name: &str,
        cas: u64,
        fields: &Fields,
    ) -> Result<u64, SecretError> {
        let segments = self.place(path.name(), name)?;
        let body = Body { options: Options { cas }, data: fields };
        let call = Call::new(Method::POST, self.under("data", &segments), name).with_body(&body)?;
        let written: Written = self.keeper.ask(&call).await?.read()?;
        Ok(written.data.version)
    }
}

/// Vault keeps JSON, and that has no bytes.
fn check(path: &SecretPath, value: &SecretBytes, name: &str) -> Result<(), SecretError> {
    let cannot = |operation| SecretError::Unsupported { backend: NAME, operation };
    if path.wanted_version().is_some() {
        return Err(cannot("write an older version"));
    }
    if value.expose().len() > MOST {
        return Err(SecretError::TooLong { backend: NAME, path: name.to_owned(), most: MOST });
    }
    check_value(value, Named { backend: NAME, path: &path.to_string() })?;
    let text = std::str::from_utf8(value.expose());
    text.map(drop).map_err(|_| cannot("keep bytes that are not UTF-8"))
}

fn exists(state: &State, path: &SecretPath, name: &str) -> Result<bool, SecretError> {
    let named = Named { backend: NAME, path: name };
    match (&state.fields, path.field()) {
        (None, _) => Ok(false),
        (Some(fields), Some(field)) => fields.has(field, named),
        (Some(fields), None) => Ok(!fields.members().is_empty()),
    }
}

fn conflict(name: &str) -> SecretError {
    SecretError::Conflict { backend: NAME, path: name.to_owned() }
}

/// By chance, so that two writers do not meet again.
fn pause() -> Duration {
    Duration::from_millis(u64::from(getrandom::u32().unwrap_or_default() % 64))
}
