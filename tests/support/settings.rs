//! A configured `Paseto` from a few lines of TOML.

use std::sync::LazyLock;

use actix_paseto::codec::{LocalKey, SigningKey};
use actix_paseto::{Paseto, PasetoBuilder};
use figment::Figment;
use figment::providers::{Format as _, Toml};

static LOCAL: LazyLock<LocalKey> = LazyLock::new(|| LocalKey::generate().expect("randomness"));
static SIGNING: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::generate().expect("randomness"));

pub(crate) fn local_key() -> &'static LocalKey {
    &LOCAL
}

pub(crate) fn signing_key() -> &'static SigningKey {
    &SIGNING
}

/// A whole `paseto.toml`. It need not serve the policies of the other tests in the program.
pub(crate) fn from_toml(text: &str) -> PasetoBuilder {
    let builder =
        Paseto::builder().figment(Figment::from(Toml::string(text).nested())).skip_policy_check();
    let names_capacity = text.contains("cache.");
    if without_cache() && !names_capacity { builder.set("cache.capacity", 0) } else { builder }
}

/// In the test `cache_off`, which runs the others with it, and wherever the variable says so.
fn without_cache() -> bool {
    let own = std::env::current_exe().ok();
    let name = own.as_deref().and_then(|path| path.file_stem()?.to_str());
    name.is_some_and(|name| name.starts_with("cache_off-"))
        || std::env::var_os("TEST_WITHOUT_CACHE").is_some()
}

/// `[default]` with the local key of the tests, and these lines.
pub(crate) fn local(lines: &str) -> PasetoBuilder {
    let key = LOCAL.to_paserk();
    from_toml(&format!("[default]\nkeys.active = \"{}\"\n{lines}", key.expose()))
}

/// `[default]` with both keys of the tests, accepting both purposes, and these lines.
pub(crate) fn both(lines: &str) -> PasetoBuilder {
    let (local, signing) = (LOCAL.to_paserk(), SIGNING.to_paserk());
    let keys = format!("keys.active = [\"{}\", \"{}\"]", local.expose(), signing.expose());
    from_toml(&format!("[default]\naccept = [\"v4.local\", \"v4.public\"]\n{keys}\n{lines}"))
}

pub(crate) async fn builder(builder: PasetoBuilder) -> Paseto {
    builder.build().await.unwrap_or_else(|errors| panic!("{errors}"))
}

pub(crate) async fn paseto(lines: &str) -> Paseto {
    builder(local(lines)).await
}
