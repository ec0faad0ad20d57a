//! The keyrings of a session: the application is started within it.

use crate::os::session;

#[cfg(feature = "secret-service")]
#[test]
fn the_keyring_of_a_desktop() {
    session::on_a_bus("deployments::sessions::keeps_its_key_in_the_secret_service");
}

#[cfg(feature = "secret-service")]
#[ignore = "run by the_keyring_of_a_desktop in a session of its own"]
#[test]
fn keeps_its_key_in_the_secret_service() {
    use crate::os::secret_service::desktop::{Desktop, lookup, store};

    let _desktop = Desktop::start();
    let item = "service shop username token-key";
    store(item, super::new_key().as_bytes());
    super::lives(super::Deployment::of("keyring"), || {
        String::from_utf8(lookup(item).unwrap()).unwrap()
    });
}

#[cfg(feature = "keyutils")]
#[test]
fn the_keyring_of_the_kernel() {
    let test = "deployments::sessions::keeps_its_key_in_the_kernel";
    session::under(&["keyctl", "session", "-"], test);
}

/// The user's persistent keyring is common to all sessions, so the name is unique.
#[cfg(feature = "keyutils")]
#[ignore = "run by the_keyring_of_the_kernel in a session of its own"]
#[test]
fn keeps_its_key_in_the_kernel() {
    let service = format!("paseto-shop-{}", std::process::id());
    let name = format!("keyring:token-key@{service}");
    let keyctl = |arguments: &[&str]| {
        let printed = session::printed("keyctl", arguments).unwrap();
        String::from_utf8(printed).unwrap().trim().to_owned()
    };
    keyctl(&["add", "user", &name, &super::new_key(), "@s"]);
    let id = || keyctl(&["search", "@s", "user", &name]);
    let deployment = super::Deployment::of("keyutils")
        .with("PASETO_KEYS__ACTIVE", format!("keyutils:{service}/token-key"));
    super::lives(deployment, || keyctl(&["pipe", &id()]));
    keyctl(&["invalidate", &id()]);
}
