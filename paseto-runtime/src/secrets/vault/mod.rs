//! Vault and `OpenBao`, KV version 2.
//!
//! Plain HTTP rather than vaultrs 0.8: rustify, which that stands on, reads an answer to its end
//! however long it is, and no client of our own can be put in its place. Its types print tokens,
//! too, and we need few endpoints.

mod address;
mod answer;
mod fields;
mod keeper;
mod list;
mod login;
mod place;
mod plan;
mod read;
mod remove;
mod unwrap;
mod wire;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use super::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, VaultSettings, Version,
};
use crate::secret::SecretBytes;
use keeper::Keeper;
use plan::Plan;
use wire::Wire;

const NAME: &str = "vault";

/// Vault and `OpenBao`: secrets of a KV engine, version 2, as `apps/api#field`.
///
/// Without a field a path means the field `value` if that is text, else all fields as one JSON
/// object. Writing keeps the other fields and is guarded by check-and-set, so it needs leave to
/// read as well. A secret that has been deleted softly is absent, though `list` still names it.
///
/// The token is renewed before it runs out. Where renewal ends, or where the server has forgotten the
/// token, a new login follows: with `AppRole`, or with what stands in the token's file by then. What
/// was unwrapped serves until another wrapping token stands in its place. No redirect is followed and
/// no proxy is asked: either would see the token.
#[derive(Clone)]
pub struct VaultSource(Arc<Vault>);

struct Vault {
    keeper: Keeper,
    mount: Vec<String>,
}

impl VaultSource {
    /// Logs in. What `settings` leave open is read from the variables that [`VaultSettings`] names.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] for half a configuration, two logins at once, or plain HTTP to
    /// another machine; [`SecretError::Unauthenticated`] if the server refuses the credentials.
    pub async fn connect(settings: &VaultSettings) -> Result<Self, SecretError> {
        let plan = Plan::make(settings, &variable)?;
        let wire = Wire::new(&plan).await?;
        let keeper = Keeper::log_in(wire, plan.credentials, &plan.mount).await?;
        Ok(Self(Arc::new(Vault { keeper, mount: plan.mount })))
    }
}

/// An empty one counts as none.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim_ascii().is_empty())
}

impl fmt::Debug for VaultSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut source = f.debug_struct("VaultSource");
        source.field("address", &self.0.keeper.address().as_str());
        source.field("mount", &self.0.mount.join("/")).finish_non_exhaustive()
    }
}

impl SecretSource for VaultSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            write: true,
            compare_and_set: true,
            delete: true,
            list: true,
            versions: true,
        }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        Box::pin(self.0.get(path))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(self.0.set(path, value, options))
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, mode: DeleteMode) -> SecretFuture<'a, ()> {
        Box::pin(self.0.delete(path, mode))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        Box::pin(self.0.list(prefix))
    }
}

const fn misconfigured(what: &'static str) -> SecretError {
    SecretError::Config { backend: NAME, what }
}

const fn unauthenticated(cause: &'static str) -> SecretError {
    SecretError::Unauthenticated { backend: NAME, cause }
}

fn absent(path: &str) -> SecretError {
    SecretError::NotFound { backend: NAME, path: path.to_owned() }
}

fn malformed(path: &str, what: &'static str) -> SecretError {
    SecretError::Malformed { backend: NAME, path: path.to_owned(), what }
}
