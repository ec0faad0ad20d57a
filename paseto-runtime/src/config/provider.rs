//! Where settings come from: `paseto.toml`, then variables that begin with `PASETO_`.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use figment::providers::{Env, Format};
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider};
use serde::de::DeserializeOwned;

use super::guide;

const PREFIX: &str = "PASETO_";
const FILE: &str = "paseto.toml";
const VARIABLES: &str = "environment variable";

/// Variables with our prefix that say where to look, or what the macros print.
const NOT_SETTINGS: [&str; 3] = ["config", "profile", "macros_debug"];

/// `paseto.toml`, then `PASETO_…` variables; `PASETO_PROFILE` selects the profile.
///
/// The file is the one that `PASETO_CONFIG` names, which must then exist, or else `paseto.toml` in
/// the working directory, if there is one. Its tables are profiles: `[default]`, from which all
/// inherit, any other, and `[global]`, which overrides all.
///
/// `PASETO_KEYS__ACTIVE` sets `keys.active`. A variable overrides the file in the selected
/// profile and in `default`. The other profiles inherit it, but what they say themselves stands:
/// a second profile with a key of its own must not be handed the first one's key.
///
/// Lists are written `[a,b]`, and text that looks like a number `"42"`, with its quotes.
///
/// Variables that an `env:NAME` text anywhere in the settings names are not settings themselves.
///
/// `PASETO_PURPOSE`, `PASETO_SECRET_BACKEND`, `PASETO_LOCAL_SECRET`, `PASETO_LOCAL_SECRET_FILE`,
/// `PASETO_PUBLIC_KEY_BACKEND`, `PASETO_PRIVATE_KEY_PEM`, `PASETO_PRIVATE_KEY_FILE`,
/// `PASETO_PUBLIC_KEY_PEM` and `PASETO_PUBLIC_KEY_FILE` mean what `fastapi-paseto`'s guide to keys
/// says, in terms of `accept`, `issue` and `keys`. Empty ones are as good as absent. They do not
/// override those keys: where both are set and differ, the start stops.
#[must_use]
pub fn figment() -> Figment {
    figment_beside(FILE)
}

/// [`figment()`], with another default than `paseto.toml`.
#[must_use]
pub fn figment_beside(default_file: &str) -> Figment {
    let profile = variable("PASETO_PROFILE");
    let profile =
        profile.map_or(Profile::Default, |name| Profile::new(name.to_string_lossy().trim()));
    let mut figment = Figment::new().select(profile);
    if let Some(path) = file(default_file) {
        figment = figment.merge(Toml::file_exact(path).nested());
    }
    let variables = Variables::beside(&figment);
    figment.merge(variables)
}

/// The profiles that the sources know: `default`, then the others by name.
#[must_use]
pub fn profiles(figment: &Figment) -> Vec<String> {
    let custom = figment.profiles().filter(|profile| profile.is_custom());
    let default = std::iter::once(Profile::Default.to_string());
    default.chain(custom.map(ToString::to_string)).collect()
}

/// A name that no source knows is a typing error: it would silently mean `default`.
pub(super) fn has_profile(figment: &Figment, profile: &Profile) -> bool {
    let known = profile.is_custom() && figment.profiles().any(|known| known == profile);
    known || profile == Profile::Default
}

/// The file or the variable, as the operator knows it.
pub(super) fn source_name(metadata: &Metadata, profile: Profile, key: &str) -> String {
    if metadata.name == VARIABLES {
        let keys: Vec<&str> = key.split('.').collect();
        return metadata.interpolate(&profile, &keys);
    }
    metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), ToString::to_string)
}

fn variable(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// What exists and cannot be read is an error later on, not an absent file.
fn file(default: &str) -> Option<PathBuf> {
    let default =
        || Path::new(default).try_exists().unwrap_or(true).then(|| PathBuf::from(default));
    variable("PASETO_CONFIG").map(PathBuf::from).or_else(default)
}

/// As figment's own.
struct Toml;

impl Format for Toml {
    type Error = toml::de::Error;

    const NAME: &'static str = "TOML";

    fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Self::Error> {
        toml::from_str(text)
    }
}

/// The settings among the environment's variables.
#[derive(Clone)]
struct Variables {
    data: Map<Profile, Dict>,
    names: Vec<String>,
}

impl Variables {
    fn beside(figment: &Figment) -> Self {
        let file = figment.data().unwrap_or_default();
        let hidden = named_by_sources(&file);
        let env = Env::prefixed(PREFIX)
            .ignore(&NOT_SETTINGS)
            .filter(move |key| !hidden.contains(&key.as_str().to_ascii_uppercase()))
            .split("__");
        let names = env.iter().map(|(key, _)| variable_name(key.as_str().split('.'))).collect();
        let dict = guide::tidied(dict_of(&env));
        let mut data = Profile::Default.collect(dict.clone());
        if file.contains_key(figment.profile()) && figment.profile().is_custom() {
            data.insert(figment.profile().clone(), dict.clone());
        }
        if let Some(global) = file.get(&Profile::Global) {
            data.insert(Profile::Global, overlap(dict, global));
        }
        Self { data, names }
    }
}

impl Provider for Variables {
    fn metadata(&self) -> Metadata {
        let names = self.names.clone();
        Metadata::named(VARIABLES).interpolater(move |_: &Profile, keys: &[&str]| {
            setter(&names, keys).unwrap_or_else(|| variable_name(keys.iter().copied()))
        })
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(self.data.clone())
    }
}

/// Which of the variables sets a key: the one of its name, one that holds the table around it
/// (`PASETO_KEYS={active=…}`), or one below it.
fn setter(names: &[String], keys: &[&str]) -> Option<String> {
    let prefixes = (1..=keys.len()).rev().filter_map(|n| keys.get(..n));
    let mut candidates = prefixes.map(|keys| variable_name(keys.iter().copied()));
    let below = variable_name(keys.iter().copied().chain([""]));
    candidates
        .find(|name| names.contains(name))
        .or_else(|| names.iter().find(|name| name.starts_with(&below)).cloned())
}

fn variable_name<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let keys: Vec<String> = keys.map(str::to_ascii_uppercase).collect();
    format!("{PREFIX}{}", keys.join("__"))
}

fn dict_of(env: &Env) -> Dict {
    let data = env.data().unwrap_or_default();
    data.into_values().next().unwrap_or_default()
}

/// The names, without our prefix and in upper case, that stand behind `env:` anywhere.
fn named_by_sources(file: &Map<Profile, Dict>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let variables = dict_of(&Env::prefixed(PREFIX));
    for value in file.values().chain([&variables]).flat_map(Map::values) {
        collect_names(value, &mut names);
    }
    names
}

fn collect_names(value: &Value, names: &mut BTreeSet<String>) {
    if let Some(name) = value.as_str().and_then(|text| text.trim_ascii().strip_prefix("env:")) {
        names.extend(name.to_ascii_uppercase().strip_prefix(PREFIX).map(str::to_owned));
    }
    for value in value.as_array().unwrap_or_default() {
        collect_names(value, names);
    }
    for value in value.as_dict().into_iter().flat_map(Map::values) {
        collect_names(value, names);
    }
}

/// What of `dict` the other one sets too. `[global]` overrides all profiles, and the variables
/// override it, but they say nothing to all profiles that it does not say.
fn overlap(dict: Dict, other: &Dict) -> Dict {
    let both = |(key, value): (String, Value)| match (value, other.get(&key)?) {
        (Value::Dict(tag, inner), Value::Dict(_, other)) => {
            Some((key, Value::Dict(tag, overlap(inner, other))))
        }
        (value, _) => Some((key, value)),
    };
    dict.into_iter().filter_map(both).collect()
}
