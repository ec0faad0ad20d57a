//! From sources to a [`Paseto`]; whatever is wrong is said at once.

use std::fmt;
use std::sync::Arc;

use actix_web::HttpResponse;
use figment::Figment;
use figment::providers::Serialized;
use serde::Serialize;

use super::paseto::Parts;
use super::render::Renderer;
use super::{Paseto, Refusal};
use crate::codec::{LocalKey, SigningKey};
use crate::config::{self, ConfigError, ConfigErrors, KeyTrust, Problem, Settings, StoreChoice};
use crate::kind::Purpose;
use crate::profile::Profile;
use crate::revocation::{FileStore, MemoryStore, RevocationStore};
use crate::secret::SecretText;
use crate::time::Clock;

const ACTIVE: &str = "keys.active";
const STORE: &str = "revocation.store";

/// Makes a [`Paseto`]: `paseto.toml`, then `PASETO_…` variables, then what is said here.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # async fn build() -> Result<(), Box<dyn std::error::Error>> {
/// use actix_paseto::Paseto;
/// use actix_paseto::web::render;
///
/// let paseto = Paseto::builder()
///     .set("access_ttl", "5m")
///     .render_with(render::fastapi_paseto)
///     .build()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct PasetoBuilder {
    figment: Option<Figment>,
    overrides: Figment,
    stores: Vec<(Option<String>, Arc<dyn RevocationStore>)>,
    clock: Option<Clock>,
    renderer: Option<Renderer>,
    trust: KeyTrust,
    dev_keys: DevKeys,
}

/// Whether throw-away keys stand in where none are configured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum DevKeys {
    #[default]
    Never,
    InDebugBuilds,
    Always,
}

impl PasetoBuilder {
    /// Instead of `paseto.toml` and the environment.
    #[must_use]
    pub fn figment(mut self, figment: Figment) -> Self {
        self.figment = Some(figment);
        self
    }

    /// One setting, by its dotted key, above every other source and for every profile.
    #[must_use]
    pub fn set(mut self, key: &str, value: impl Serialize) -> Self {
        self.overrides = self.overrides.merge(Serialized::global(key, value));
        self
    }

    /// The default profile's revocation store, instead of the configured one.
    #[must_use]
    pub fn store(mut self, store: impl RevocationStore) -> Self {
        self.stores.push((None, Arc::new(store)));
        self
    }

    /// Another profile's revocation store.
    #[must_use]
    pub fn store_for(mut self, profile: &str, store: impl RevocationStore) -> Self {
        self.stores.push((Some(profile.to_owned()), Arc::new(store)));
        self
    }

    /// Where "now" comes from. Default: the system.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Renders refusals, with full knowledge of the cause. What it tells is told to an attacker too.
    /// Default: [`render::problem`](super::render::problem).
    #[must_use]
    pub fn render_with(
        mut self,
        render: impl Fn(&Refusal) -> HttpResponse + Send + Sync + 'static,
    ) -> Self {
        self.renderer = Some(Renderer::new(render));
        self
    }

    /// Takes keys that anyone knows, such as those of the official test vectors. For tests.
    #[must_use]
    pub fn dangerous_allow_weak_keys(mut self) -> Self {
        self.trust = KeyTrust::Anything;
        self
    }

    /// Makes throw-away keys where `keys.active` is not set, and says so: every restart voids every
    /// token. In a release build it is an error instead.
    #[must_use]
    pub fn dev_keys(mut self) -> Self {
        self.dev_keys = DevKeys::InDebugBuilds;
        self
    }

    /// [`dev_keys`](Self::dev_keys) also in a release build.
    #[must_use]
    pub fn dangerous_dev_keys_in_release(mut self) -> Self {
        self.dev_keys = DevKeys::Always;
        self
    }

    /// Loads every profile.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`] with everything that is wrong, each with its key and source, never a value.
    pub async fn build(self) -> Result<Paseto, ConfigErrors> {
        self.build_now()
    }

    pub(super) fn build_now(self) -> Result<Paseto, ConfigErrors> {
        let figment = self.figment.clone().unwrap_or_else(config::figment);
        let figment = self.with_dev_keys(figment.merge(&self.overrides))?;
        let mut profiles = Vec::new();
        let mut errors = Vec::new();
        for (name, settings) in Settings::read_all(&figment)? {
            match self.profile(&figment, name, settings) {
                Ok(profile) => profiles.push(Arc::new(profile)),
                Err(wrong) => errors.extend(wrong),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let chosen = profiles.iter().position(|profile| is_chosen(&figment, &profile.name));
        let default = profiles.remove(chosen.unwrap_or(0));
        Ok(Paseto::new(Parts { default, named: profiles, renderer: self.renderer }))
    }

    fn with_dev_keys(&self, figment: Figment) -> Result<Figment, ConfigErrors> {
        if self.dev_keys == DevKeys::Never || figment.find_value(ACTIVE).is_ok() {
            return Ok(figment);
        }
        let chosen = figment.profile().to_string();
        let problem = |problem| ConfigError::new(&figment, &chosen, ACTIVE, problem);
        if self.dev_keys == DevKeys::InDebugBuilds && !cfg!(debug_assertions) {
            return Err(problem(Problem::DevKeys).into());
        }
        tracing::warn!(target: "paseto", "throw-away keys: a restart voids every token");
        let accept = Settings::read(&figment, &chosen)?.accept;
        let keys: Option<Vec<SecretText>> = accept.into_iter().map(throw_away).collect();
        let keys = keys.ok_or_else(|| problem(Problem::NoRandomness))?;
        let keys: Vec<&str> = keys.iter().map(SecretText::expose).collect();
        Ok(figment.clone().merge(Serialized::global(ACTIVE, keys)))
    }

    fn profile(
        &self,
        figment: &Figment,
        name: String,
        settings: Settings,
    ) -> Result<Profile, ConfigErrors> {
        let (keys, sealing) = settings.load_keys(figment, &name, self.trust)?;
        let clock = self.clock.clone().unwrap_or_else(Clock::system);
        let mine = |(of, _): &&(Option<String>, _)| match of {
            Some(of) => *of == name,
            None => is_chosen(figment, &name),
        };
        let store = match self.stores.iter().rev().find(mine) {
            Some((_, store)) => Arc::clone(store),
            None => open_store(&settings, &clock)
                .map_err(|problem| ConfigError::new(figment, &name, STORE, problem))?,
        };
        Ok(Profile { name, settings, keys, sealing, store, clock })
    }
}

fn is_chosen(figment: &Figment, name: &str) -> bool {
    figment.profile() == name
}

fn open_store(settings: &Settings, clock: &Clock) -> Result<Arc<dyn RevocationStore>, Problem> {
    let capacity = settings.revocation.capacity;
    match &settings.revocation.store {
        StoreChoice::Memory => {
            tracing::info!(target: "paseto", "revocations are kept in memory: a restart loses them");
            Ok(Arc::new(MemoryStore::new(capacity, clock.clone())))
        }
        StoreChoice::File(path) => Ok(Arc::new(FileStore::open(path, capacity, clock.clone())?)),
    }
}

fn throw_away(purpose: Purpose) -> Option<SecretText> {
    match purpose {
        Purpose::Local => LocalKey::generate().ok().map(|key| key.to_paserk()),
        Purpose::Public => SigningKey::generate().ok().map(|key| key.to_paserk()),
    }
}

impl fmt::Debug for PasetoBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasetoBuilder")
    }
}
