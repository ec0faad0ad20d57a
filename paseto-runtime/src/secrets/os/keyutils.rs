//! The keyrings of the Linux kernel.

use std::collections::HashMap;
use std::time::Duration;

use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi as _;
use linux_keyutils_keyring_store::{Cred, Store};

use super::cause;
use super::name::Name;
use super::place::Place;
use crate::secret::SecretBytes;
use crate::secrets::turn::Turn;
use crate::secrets::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, Version,
};

const NAME: &str = "keyutils";

/// What the kernel takes for a key of type `user` is 32767 bytes.
const PLACE: Place = Place { backend: NAME, most: 32_767, open };

/// The keyrings of the Linux kernel: a cache in memory that nothing survives of at the next boot,
/// to be filled by whoever starts the program.
///
/// A path is `service/user`, and the last slash divides: `keyutils:apps/api/k1` is the key of type
/// `user` with the description `keyring:k1@apps/api`, found from the session's keyring on, where
/// `keyctl add user keyring:k1@apps/api … @s` puts it. A service holds no `@`. With `#field` it is
/// one member, a text, of the JSON object that the key holds. An empty value is an error.
///
/// Reading and writing also put the key into the user's persistent keyring, where the kernel has
/// one, and so within reach of the user's other sessions for some days. The kernel lists nothing by
/// prefix, keeps no versions and knows no conditions; deleting is for good whatever the
/// [`DeleteMode`].
///
/// The process needs a session keyring of its own: `keyctl session - PROGRAM`, or `KeyringMode=` as
/// `private` or `shared` in a systemd unit. Without one the kernel would find keys and not let
/// them be read; [`connect`](Self::connect) says so.
#[derive(Debug, Clone)]
pub struct KeyutilsSource {
    turn: Turn,
}

impl KeyutilsSource {
    /// Looks for a session keyring.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] if there is none of the process's own, or the kernel or a sandbox
    /// allows none.
    pub async fn connect() -> Result<Self, SecretError> {
        let turn = Turn::new(NAME);
        let name = Name { service: "paseto".to_owned(), user: "probe".to_owned() };
        turn.run(move || open(&name).map(drop)).await?;
        Ok(Self { turn })
    }

    /// For one call. Default: 5 s.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.turn = self.turn.with_patience(timeout);
        self
    }
}

impl SecretSource for KeyutilsSource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { write: true, delete: true, ..Capabilities::default() }
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
}

fn open(name: &Name) -> Result<Entry, SecretError> {
    // Else `a@b/c` and `b/c@a` would be one key.
    let options = HashMap::from([("service_no_divider", "true")]);
    let failed = |error| cause::of(&error, NAME, &format!("{}/{}", name.service, name.user));
    let store = Store::new_with_configuration(&options).map_err(failed)?;
    let entry = store.build(&name.service, &name.user, None).map_err(|error| {
        if !matches!(error, keyring_core::Error::NoStorageAccess(_)) {
            return failed(error);
        }
        let what = "no keyring is to be had: a sandbox forbids the system call `keyctl`, or the \
                    session has ended; see `KeyringMode=` of systemd";
        SecretError::Config { backend: NAME, what }
    })?;
    has_session(&entry).then_some(entry).ok_or(SecretError::Config {
        backend: NAME,
        what: "no session keyring of its own; start the program under `keyctl session -`, or with \
               `KeyringMode=private` in its systemd unit",
    })
}

/// Without a session keyring the kernel shows the user's instead, whose keys may be seen and not
/// read.
fn has_session(entry: &Entry) -> bool {
    let session = entry.as_any().downcast_ref::<Cred>().map(|cred| cred.session.metadata());
    let is_users = |name: &str| name.starts_with("_uid_ses.") || name.starts_with("_uid.");
    session.is_some_and(|about| about.is_ok_and(|about| !is_users(about.get_description())))
}
