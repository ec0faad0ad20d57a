//! What a server answers, and what its status means.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use zeroize::Zeroizing;

use super::{NAME, absent, malformed, misconfigured, wire};
use crate::secrets::{Outage, SecretError};

/// A status and a body of bounded length.
pub(super) struct Answer {
    pub(super) status: u16,
    body: Zeroizing<Vec<u8>>,
    path: String,
}

#[derive(Deserialize)]
struct Complaint {
    errors: Vec<String>,
}

impl Answer {
    pub(super) fn new(status: u16, body: Zeroizing<Vec<u8>>, path: &str) -> Self {
        Self { status, body, path: path.to_owned() }
    }

    /// The body of a success.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, SecretError> {
        self.check()?;
        self.body().ok_or_else(|| malformed(&self.path, "not the JSON that Vault answers"))
    }

    /// The body, whatever the status.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// That it is a success.
    pub(super) fn check(&self) -> Result<(), SecretError> {
        if (200..300).contains(&self.status) { Ok(()) } else { Err(self.refusal()) }
    }

    /// That it is a success of Vault's own, with nothing to read in it.
    pub(super) fn done(&self) -> Result<(), SecretError> {
        if self.status == 204 {
            return Ok(());
        }
        self.read::<HashMap<String, IgnoredAny>>().map(drop)
    }

    fn refusal(&self) -> SecretError {
        let path = self.path.clone();
        match self.status {
            300..=399 => malformed(&path, "a redirect, which is not followed"),
            400 => self.bad_request(),
            401 | 403 => SecretError::Denied { backend: NAME, path },
            404 => self.not_found(),
            413 => SecretError::TooLong { backend: NAME, path, most: wire::MOST },
            429 => unavailable(Outage::Throttled),
            503 if self.says("sealed") => unavailable(Outage::Locked),
            412 | 472 | 473 | 500..=599 => unavailable(Outage::Server),
            _ => malformed(&path, "a status that Vault does not answer"),
        }
    }

    fn bad_request(&self) -> SecretError {
        if self.says("check-and-set") {
            return SecretError::Conflict { backend: NAME, path: self.path.clone() };
        }
        // The first seconds of a new engine.
        if self.says("Upgrading from non-versioned") {
            return unavailable(Outage::Server);
        }
        malformed(&self.path, "Vault refuses the request")
    }

    /// Somebody else's 404, such as that of a proxy, must not pass for an absent secret.
    fn not_found(&self) -> SecretError {
        match self.body::<Complaint>() {
            Some(_) if self.says("no handler for route") => {
                misconfigured("nothing is mounted at `vault.mount`")
            }
            Some(_) => absent(&self.path),
            None => malformed(&self.path, "a 404 that is not Vault's"),
        }
    }

    fn says(&self, word: &str) -> bool {
        let errors = self.body::<Complaint>().map(|complaint| complaint.errors);
        errors.is_some_and(|errors| errors.iter().any(|error| error.contains(word)))
    }
}

pub(super) const fn unavailable(cause: Outage) -> SecretError {
    SecretError::Unavailable { backend: NAME, cause }
}
