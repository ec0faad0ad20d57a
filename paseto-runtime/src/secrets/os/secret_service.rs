//! The Secret Service of the desktop: GNOME Keyring, KDE Wallet, `KeePassXC`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi as _;
use zbus_secret_service_keyring_store::Store;

use super::cause;
use super::name::Name;
use super::place::Place;
use crate::secret::SecretBytes;
use crate::secrets::turn::Turn;
use crate::secrets::{
    Capabilities, DeleteMode, Outage, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, Version,
};

const NAME: &str = "keyring";

const PLACE: Place = Place { backend: NAME, most: 64 * 1024, open };

/// The Secret Service of the desktop, by way of the session's D-Bus: GNOME Keyring, KDE Wallet,
/// `KeePassXC`.
///
/// A path is `service/user`, and the last slash divides: `keyring:apps/api/k1` is the item whose
/// attribute `service` is `apps/api` and whose attribute `username` is `k1`, in whichever
/// collection. `secret-tool store --label=… service apps/api username k1` makes it. With `#field`
/// it is one member, a text, of the JSON object that the item holds. Several items with the same
/// attributes are an error, as is an empty one.
///
/// A locked collection is asked to open, which may ask the person at the desktop; no call waits
/// longer than the time limit for that. What is written goes to the default collection, unless the
/// item is there already. There are no versions and no conditions, and deleting is for good
/// whatever the [`DeleteMode`]. A write whose time has run out may still come to pass.
#[derive(Debug, Clone)]
pub struct SecretServiceSource {
    turn: Turn,
}

impl SecretServiceSource {
    /// Looks for the bus and the service. Whether a collection is locked shows when a secret is
    /// read.
    ///
    /// # Errors
    ///
    /// [`SecretError::Unavailable`] if there is no bus, no service on it, or no answer.
    pub async fn connect() -> Result<Self, SecretError> {
        let turn = Turn::new(NAME);
        turn.run(|| store().map(drop)).await?;
        Ok(Self { turn })
    }

    /// For one call. Default: 5 s.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.turn = self.turn.with_patience(timeout);
        self
    }
}

impl SecretSource for SecretServiceSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { write: true, delete: true, list: true, ..Capabilities::default() }
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        let path = path.clone();
        Box::pin(self.turn.run(move || PLACE.get(&path)))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        let (path, value) = (path.clone(), value.clone());
        Box::pin(self.turn.run(move || PLACE.set(&path, &value, &options).map(|()| None)))
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, _: DeleteMode) -> SecretFuture<'a, ()> {
        let path = path.clone();
        Box::pin(self.turn.run(move || PLACE.delete(&path)))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        let prefix = prefix.to_owned();
        Box::pin(self.turn.run(move || list(&prefix)))
    }
}

fn store() -> Result<Arc<Store>, SecretError> {
    Store::new().map_err(|error| {
        let cause = cause::of(&error, NAME, "/");
        if matches!(cause, SecretError::Malformed { .. }) {
            return cause;
        }
        // There is no session yet in which anything else could have failed.
        SecretError::Unavailable { backend: NAME, cause: Outage::NoConnection }
    })
}

fn open(name: &Name) -> Result<Entry, SecretError> {
    let entry = store()?.build(&name.service, &name.user, None);
    entry.map_err(|error| cause::of(&error, NAME, &name.service))
}

/// The service finds by whole attributes alone, so every item is looked at.
fn list(prefix: &str) -> Result<Vec<String>, SecretError> {
    let failed = |error| cause::of(&error, NAME, prefix);
    let entries = store()?.search(&HashMap::new()).map_err(failed)?;
    let mut names = BTreeSet::new();
    for entry in entries {
        match entry.get_attributes().map_err(failed) {
            Ok(attributes) => names.extend(name_of(&attributes)),
            // Deleted since the search.
            Err(SecretError::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(names.into_iter().filter(|name| name.starts_with(prefix)).collect())
}

/// The path of an item, if it has one: other programs name theirs as they like.
fn name_of(attributes: &HashMap<String, String>) -> Option<String> {
    let (service, user) = (attributes.get("service")?, attributes.get("username")?);
    let path = SecretPath::parse(&format!("{service}/{user}"))?;
    let name = Name::of(NAME, &path).ok()?;
    let is_same = name.service == *service && name.user == *user && path.field().is_none();
    is_same.then(|| path.name().to_owned())
}
