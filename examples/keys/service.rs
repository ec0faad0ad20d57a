//! The service whose keys these are, as it reads `paseto.toml` and the variables itself: how long an
//! old key is kept follows from the lives of its tokens.

use actix_paseto::config;
use actix_paseto::prelude::*;
use actix_paseto::secret::SecretText;
use actix_paseto::secrets::SecretRef;
use figment::providers::Serialized;
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider};

use crate::arguments::{Arguments, Failure};

const ACTIVE: &str = "keys.active";

/// A service, and the profile whose keys are meant; `None` is the default one.
pub(crate) struct Service {
    pub(crate) paseto: Paseto,
    pub(crate) profile: Option<String>,
}

impl Service {
    pub(crate) async fn of(arguments: &mut Arguments) -> Result<Self, Failure> {
        let figment = config::figment();
        let profile = arguments.value("--profile")?;
        if profile.as_ref().is_some_and(|name| !is_known(&figment, name)) {
            return Err("no configured profile of that name".into());
        }
        let figment = match arguments.value("--source")? {
            Some(source) => {
                let source = Source::new(source, profile.as_deref(), &figment)?;
                figment.merge(source)
            }
            None => figment,
        };
        // The running service holds the file of its store, and nothing here asks a store.
        let builder = Paseto::builder().figment(figment).set("revocation.store", "memory");
        // Where the program names stores, those of profiles that share a key may differ.
        let paseto = builder.set("revocation.capacity", 1).build().await?;
        Ok(Self { paseto, profile })
    }
}

fn is_known(figment: &Figment, profile: &str) -> bool {
    config::profiles(figment).iter().any(|known| known.eq_ignore_ascii_case(profile))
}

/// `--source`, under that name in errors.
struct Source(Map<Profile, Dict>);

impl Source {
    fn new(source: String, profile: Option<&str>, figment: &Figment) -> Result<Self, Failure> {
        if let SecretRef::Literal(_) = SecretRef::parse(&SecretText::from(source.clone()))? {
            return Err(Failure::Usage("--source names where the keys are kept"));
        }
        let profile = profile.map_or_else(|| figment.profile().clone(), Profile::new);
        let keys = Serialized::default(ACTIVE, [source]).profile(profile).data()?;
        Ok(Self(above_all(keys, figment)))
    }
}

/// What `[global]` says would count instead.
fn above_all(mut keys: Map<Profile, Dict>, figment: &Figment) -> Map<Profile, Dict> {
    let all = figment.data().unwrap_or_default().remove(&Profile::Global).unwrap_or_default();
    if Value::from(all).find(ACTIVE).is_some() {
        let own: Vec<Dict> = keys.values().cloned().collect();
        keys.extend(own.into_iter().map(|own| (Profile::Global, own)));
    }
    keys
}

impl Provider for Source {
    fn metadata(&self) -> Metadata {
        Metadata::named("--source")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(self.0.clone())
    }
}
