//! Walks the tables of one profile and collects every mistake on the way.

use figment::value::{Dict, Tag, Value};
use figment::{Figment, Profile};

use super::error::{ConfigError, Problem};
use super::{names, provider};

/// Collects what is wrong with one profile.
#[derive(Debug)]
pub(super) struct Reader {
    figment: Figment,
    errors: Vec<ConfigError>,
}

impl Reader {
    pub(super) fn new(figment: &Figment, profile: &str) -> Self {
        Self { figment: figment.clone().select(profile), errors: Vec::new() }
    }

    /// The settings that the profile makes; empty if the sources failed.
    pub(super) fn root(&mut self) -> Dict {
        match self.figment.find_value("") {
            Ok(value) => {
                if !provider::has_profile(&self.figment, self.figment.profile()) {
                    self.push(String::new(), None, Problem::NoProfile);
                }
                value.into_dict().unwrap_or_default()
            }
            Err(error) => {
                self.source_failed(error);
                Dict::new()
            }
        }
    }

    /// Records a problem with a key, and finds out who sets it.
    pub(super) fn report(&mut self, key: &str, problem: Problem) {
        let profile = self.figment.profile().to_string();
        self.errors.push(ConfigError::new(&self.figment, &profile, key, problem));
    }

    /// Whether none of these keys has a problem so far.
    pub(super) fn are_clean(&self, keys: &[&str]) -> bool {
        !self.errors.iter().any(|error| keys.contains(&error.key.as_str()))
    }

    /// Whether a source says the key, so that a report of it can name one.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.figment.contains(key)
    }

    /// Whether the profile itself says `key`, and inherits `other` from `default`.
    pub(super) fn is_nearer(&self, key: &str, other: &str) -> bool {
        let profile_of = |key| self.figment.find_value(key).ok().map(|value| value.tag().profile());
        profile_of(key) == Some(None) && profile_of(other) == Some(Some(Profile::Default))
    }

    pub(super) fn figment(&self) -> &Figment {
        &self.figment
    }

    pub(super) fn into_errors(self) -> Vec<ConfigError> {
        self.errors
    }

    /// Figment's own words quote what they stumbled over, so only the line is taken from them.
    fn source_failed(&mut self, error: figment::Error) {
        for error in error {
            let name = |meta: &figment::Metadata| provider::source_name(meta, Profile::Default, "");
            let origin = error.metadata.as_ref().map(name);
            self.push(String::new(), origin, toml_problem(&error.kind.to_string()));
        }
    }

    fn push(&mut self, key: String, origin: Option<String>, problem: Problem) {
        let profile = profile_name(&self.figment);
        self.errors.push(ConfigError { profile, key, origin, problem });
    }
}

impl ConfigError {
    /// A mistake that shows only later, such as a text that turns out not to be a key.
    #[must_use]
    pub fn new(figment: &Figment, profile: &str, key: &str, problem: Problem) -> Self {
        let figment = figment.clone().select(profile);
        let value = figment.find_value(key).ok();
        let origin = value.and_then(|value| origin(&figment, value.tag(), key));
        Self { profile: profile_name(&figment), key: key.to_owned(), origin, problem }
    }
}

fn origin(figment: &Figment, tag: Tag, key: &str) -> Option<String> {
    let metadata = figment.get_metadata(tag)?;
    Some(provider::source_name(metadata, figment.profile().clone(), key))
}

fn profile_name(figment: &Figment) -> String {
    names::plain(figment.profile().as_str().as_str()).to_owned()
}

/// A parser that misses a type has read the file to its end: it is TOML, and not ours.
fn toml_problem(words: &str) -> Problem {
    let last = words.trim_end().lines().last().unwrap_or_default();
    let is_toml = last.starts_with("invalid type: ") && last.ends_with("expected a map");
    match toml_line(words) {
        Some(line) if is_toml => Problem::OutsideOfTable { line },
        Some(line) => Problem::Syntax { line },
        None => Problem::Unreadable,
    }
}

fn toml_line(words: &str) -> Option<usize> {
    let rest = words.strip_prefix("TOML parse error at line ")?;
    rest.split(',').next()?.parse().ok()
}

/// One table of settings: the root, or one below it.
#[derive(Debug)]
pub(super) struct Table<'r> {
    reader: &'r mut Reader,
    name: Option<&'static str>,
    entries: Dict,
    known: Vec<&'static str>,
}

impl<'r> Table<'r> {
    pub(super) fn root(reader: &'r mut Reader) -> Self {
        let entries = reader.root();
        Self { reader, name: None, entries, known: Vec::new() }
    }

    /// Reads one key into its place, which keeps its default if the key is absent.
    pub(super) fn read<T>(
        &mut self,
        key: &'static str,
        into: &mut T,
        parse: impl FnOnce(&Value) -> Result<T, Problem>,
    ) -> &mut Self {
        self.known.push(key);
        if let Some(value) = self.entries.remove(key) {
            match parse(&value) {
                Ok(parsed) => *into = parsed,
                Err(problem) => self.reader.report(&self.path(key), problem),
            }
        }
        self
    }

    /// Reads the table of this name.
    pub(super) fn section(&mut self, name: &'static str, read: impl FnOnce(&mut Table<'_>)) {
        self.known.push(name);
        let entries = match self.entries.remove(name).map(Value::into_dict) {
            Some(Some(entries)) => entries,
            Some(None) => return self.reader.report(name, Problem::MustBe("a table")),
            None => return,
        };
        let mut table =
            Table { reader: &mut *self.reader, name: Some(name), entries, known: Vec::new() };
        read(&mut table);
        table.finish();
    }

    /// What is left over is nobody's.
    pub(super) fn finish(self) {
        for (key, value) in &self.entries {
            let path = self.path(names::plain(key));
            let origin = origin(&self.reader.figment, value.tag(), &path);
            self.reader.push(
                path,
                origin,
                Problem::Unknown { like: names::like(key, &self.known) },
            );
        }
    }

    fn path(&self, key: &str) -> String {
        self.name.map_or_else(|| key.to_owned(), |name| format!("{name}.{key}"))
    }
}
