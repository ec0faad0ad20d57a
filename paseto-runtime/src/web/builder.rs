//! From sources to a [`Paseto`]; whatever is wrong is said at once.

use std::fmt;
use std::sync::Arc;

use actix_web::HttpResponse;
use figment::Figment;
use figment::providers::Serialized;
use serde::Serialize;

use super::paseto::Parts;
use super::recent::Recent;
use super::render::Renderer;
use super::stores::{self, Given, Keyed};
use super::{Paseto, Refusal};
use crate::audit::{Audit, AuditEvent};
use crate::codec::{LocalKey, SigningKey};
use crate::config::{self, ConfigError, ConfigErrors, KeyTrust, Problem, Settings};
use crate::keeper::{self, Opened};
use crate::kind::Purpose;
use crate::revocation::RevocationStore;
use crate::secret::SecretText;
use crate::secrets::{OwnSource, SecretSource};
use crate::telemetry::Telemetry;
use crate::time::Clock;

const ACTIVE: &str = "keys.active";

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
    stores: Given,
    clock: Option<Clock>,
    renderer: Option<Renderer>,
    trust: KeyTrust,
    dev_keys: DevKeys,
    policies: Policies,
    own_sources: Vec<OwnSource>,
    audit: Audit,
}

/// All profiles, in the order of the sources.
type Profiles = Vec<(String, Settings)>;

/// Whether the configuration must be able to satisfy the program's policies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Policies {
    #[default]
    Checked,
    Skipped,
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
    #[track_caller]
    pub fn set(mut self, key: &str, value: impl Serialize) -> Self {
        self.overrides = self.overrides.merge(Serialized::global(key, value));
        self
    }

    /// The default profile's revocation store, instead of the configured one.
    ///
    /// Profiles that share a key share a store, since a token revoked under one of them must not
    /// count under another. So this one serves all that share a key with the default profile,
    /// except where [`store_for`](Self::store_for) names another.
    #[must_use]
    pub fn store(mut self, store: impl RevocationStore) -> Self {
        self.stores.give(None, Arc::new(store));
        self
    }

    /// Another profile's revocation store, also where it shares a key with others and so would
    /// share [their store](Self::store): they do not learn what is revoked here. The name of a
    /// profile that no source knows is an error.
    #[must_use]
    pub fn store_for(mut self, profile: &str, store: impl RevocationStore) -> Self {
        self.stores.give(Some(profile), Arc::new(store));
        self
    }

    /// A source of the program's own: `keys.active = "kms:name#field"` reads from the one that is
    /// given here under the scheme `kms`. It comes before a source of ours by the same name.
    #[must_use]
    pub fn source(mut self, scheme: &'static str, source: impl SecretSource) -> Self {
        self.own_sources.insert(0, (scheme, Arc::new(source)));
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

    /// Hears of what has happened: logins, refreshes, refusals, revocations, and tokens that were
    /// stolen. For an audit log. What was said last counts.
    ///
    /// It is called when the thing is in force, by the thread that did it and before the client is
    /// answered, so it must be quick and wait for nothing: it sends into a channel, and another
    /// thread writes. If it panics, that is logged once and changes nothing else; where panics
    /// abort, the program ends. No event holds a token, a key, an assertion or the value of a
    /// cookie. It hears of what this process does; not of what others do with the same store, nor
    /// of key changes that it merely reads.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # async fn build() -> Result<(), Box<dyn std::error::Error>> {
    /// use actix_paseto::{Audited, Paseto};
    ///
    /// let (sender, events) = std::sync::mpsc::channel();
    /// std::thread::spawn(move || {
    ///     for event in events {
    ///         println!("{event}"); // or one line of JSON: it is `Serialize`
    ///     }
    /// });
    /// let paseto = Paseto::builder()
    ///     .on_event(move |event| {
    ///         if let Audited::ReuseDetected { .. } = event.what {
    ///             // … wake somebody up
    ///         }
    ///         let _ = sender.send(event.clone());
    ///     })
    ///     .build()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn on_event(mut self, hear: impl Fn(&AuditEvent) + Send + Sync + 'static) -> Self {
        self.audit = Audit::new(hear);
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

    /// Leaves out [`Paseto::check_policies`]. For tests that bring half a configuration: the
    /// policies of all the others are in the same program.
    #[must_use]
    pub fn skip_policy_check(mut self) -> Self {
        self.policies = Policies::Skipped;
        self
    }

    /// Loads every profile, and checks that they can satisfy every policy of the program.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`] with everything that is wrong, each with its key and source, never a value.
    pub async fn build(self) -> Result<Paseto, ConfigErrors> {
        let figment = self.with_dev_keys(self.sources())?;
        let profiles = Settings::read_all(&figment)?;
        let clock = self.clock.clone().unwrap_or_else(Clock::system);
        let opened = keeper::open(&profiles, &self.own_sources, self.trust, clock.clone()).await;
        let no_thread = || {
            let chosen = figment.profile().to_string();
            ConfigError::new(&figment, &chosen, ACTIVE, Problem::NoThread)
        };
        let opened = opened.ok_or_else(no_thread)?;
        self.finish(&figment, profiles, &opened, &clock)
    }

    /// For keys that stand in the configuration itself.
    pub(super) fn build_now(self) -> Result<Paseto, ConfigErrors> {
        let figment = self.with_dev_keys(self.sources())?;
        let profiles = Settings::read_all(&figment)?;
        let texts = profiles.iter().map(|(_, settings)| settings.literal_keys(self.trust));
        let opened = Opened::literal(texts.collect());
        let clock = self.clock.clone().unwrap_or_else(Clock::system);
        self.finish(&figment, profiles, &opened, &clock)
    }

    fn finish(
        self,
        figment: &Figment,
        profiles: Profiles,
        opened: &Opened,
        clock: &Clock,
    ) -> Result<Paseto, ConfigErrors> {
        Telemetry::describe();
        let order: Vec<String> = profiles.iter().map(|(name, _)| name.clone()).collect();
        let keyed = self.load(figment, profiles, opened, clock)?;
        let keeper = opened.keeper.as_ref();
        let profiles = stores::furnish(keyed, &self.stores, clock, figment, keeper, &self.audit)?;
        if let Some(keeper) = keeper {
            keeper.adopt(stores::tenancies(&order, &profiles));
        }
        let (mut default, named): (Vec<_>, Vec<_>) =
            profiles.into_iter().map(Arc::new).partition(|of| is_chosen(figment, &of.name));
        let default = default.pop().ok_or_else(|| no_such_profile(figment))?;
        let (renderer, recent) = (self.renderer, Recent::default());
        let paseto = Paseto::new(Parts { default, named, renderer, recent });
        match self.policies {
            Policies::Checked => paseto.check_policies().map(|()| paseto),
            Policies::Skipped => Ok(paseto),
        }
    }

    /// A figment that is merged brings its selected profile along, and ours has selected none.
    fn sources(&self) -> Figment {
        let figment = self.figment.clone().unwrap_or_else(config::figment);
        let chosen = figment.profile().clone();
        figment.merge(&self.overrides).select(chosen)
    }

    /// All profiles, the default one first.
    fn load(
        &self,
        figment: &Figment,
        all: Profiles,
        opened: &Opened,
        clock: &Clock,
    ) -> Result<Vec<Keyed>, ConfigErrors> {
        let now = clock.now();
        let mut profiles = Vec::new();
        let mut errors = Vec::new();
        for (n, ((name, settings), texts)) in all.into_iter().zip(&opened.texts).enumerate() {
            match settings.load_keys(figment, &name, texts, now) {
                Ok(keys) => {
                    profiles.push(Keyed { name, settings, live: opened.live(n, keys) });
                }
                Err(wrong) => errors.extend(wrong),
            }
        }
        errors.extend(self.unknown_profiles(figment));
        profiles.sort_by_key(|profile| !is_chosen(figment, &profile.name));
        if errors.is_empty() { Ok(profiles) } else { Err(errors.into()) }
    }

    /// Whoever misspells a profile must not get another one.
    fn unknown_profiles(&self, figment: &Figment) -> Vec<ConfigError> {
        let known = config::profiles(figment);
        let is_known = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
        let stray = self.stores.names().filter(|name| !is_known(name));
        let stray =
            stray.map(|name| ConfigError::new(figment, name, "store_for", Problem::NoProfile));
        let is_lost = !known.iter().any(|name| is_chosen(figment, name));
        is_lost.then(|| no_such_profile(figment)).into_iter().chain(stray).collect()
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
}

fn is_chosen(figment: &Figment, name: &str) -> bool {
    figment.profile() == name
}

fn no_such_profile(figment: &Figment) -> ConfigError {
    ConfigError::new(figment, figment.profile().as_str().as_str(), "", Problem::NoProfile)
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
