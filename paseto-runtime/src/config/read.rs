//! Which key of the configuration fills which field of the settings.

mod sessions;
mod tables_of_backends;

use figment::Figment;

use super::error::{ConfigError, ConfigErrors};
use super::guide::Guide;
use super::reader::{Reader, Table};
use super::settings::Settings;
use super::values::{self, backends, shared_store};
use super::{checks, provider};

const MIB: usize = 1_048_576;

impl Settings {
    /// Reads one profile, which inherits from `default` what it does not say.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`]: all mistakes at once, each with its key and its source.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::config::Settings;
    /// use figment::{Figment, providers::{Format, Toml}};
    ///
    /// let toml = |text| Figment::from(Toml::string(text).nested());
    /// let settings = Settings::read(&toml("[default]\nleeway = \"5s\""), "default").unwrap();
    /// assert_eq!(settings.leeway.as_duration().as_secs(), 5);
    ///
    /// let errors = Settings::read(&toml("[default]\nleewya = \"5s\""), "default").unwrap_err();
    /// assert!(errors.to_string().ends_with("unknown key; did you mean `leeway`?"));
    /// ```
    pub fn read(figment: &Figment, profile: &str) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(figment, profile);
        let mut settings = Self::default();
        let mut root = Table::root(&mut reader);
        settings.read_root(&mut root);
        settings.read_sections(&mut root);
        let mut guide = Guide::default();
        guide.read(&mut root);
        root.finish();
        guide.apply(&mut settings, &mut reader);
        checks::run(&settings, &mut reader);
        let errors = reader.into_errors();
        if errors.is_empty() { Ok(settings) } else { Err(errors.into()) }
    }

    /// Reads every profile that the sources know, `default` first.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`]: the mistakes of all profiles; an inherited one is told once.
    pub fn read_all(figment: &Figment) -> Result<Vec<(String, Self)>, ConfigErrors> {
        let mut all = Vec::new();
        let mut errors: Vec<ConfigError> = Vec::new();
        for profile in provider::profiles(figment) {
            match Self::read(figment, &profile) {
                Ok(settings) => all.push((profile, settings)),
                Err(more) => {
                    for error in more {
                        if !errors.iter().any(|known| known.repeats(&error)) {
                            errors.push(error);
                        }
                    }
                }
            }
        }
        if errors.is_empty() { Ok(all) } else { Err(errors.into()) }
    }

    fn read_root(&mut self, root: &mut Table<'_>) {
        let length = |value: &_| values::number(value, 64..=8_192, "a number from 64 to 8192");
        root.read("accept", &mut self.accept, values::purposes);
        self.issue = self.accept.first().copied().unwrap_or(self.issue);
        root.read("issue", &mut self.issue, values::purpose)
            .read("issuer", &mut self.issuer, values::optional_text)
            .read("audience", &mut self.audience, values::texts)
            .read("realm", &mut self.realm, values::realm)
            .read("leeway", &mut self.leeway, values::leeway)
            .read("access_ttl", &mut self.access_ttl, values::ttl)
            .read("refresh_ttl", &mut self.refresh_ttl, values::ttl)
            .read("custom_ttl", &mut self.custom_ttl, values::ttl)
            .read("sources", &mut self.sources, values::sources)
            .read("websocket_sources", &mut self.websocket_sources, values::websocket_sources)
            .read("max_token_length", &mut self.max_token_length, length)
            .read("require_expiry", &mut self.require_expiry, values::flag)
            .read("max_ttl", &mut self.max_ttl, values::life);
    }

    fn read_sections(&mut self, root: &mut Table<'_>) {
        root.section("header", |table| {
            table.read("name", &mut self.header.name, values::header_name).read(
                "scheme",
                &mut self.header.scheme,
                values::scheme,
            );
        });
        root.section("json", |table| {
            let length = |value: &_| values::number(value, 64..=MIB, "a number from 64 to 1048576");
            table
                .read("field", &mut self.json.field, values::text)
                .read("scheme", &mut self.json.scheme, values::scheme)
                .read("max_length", &mut self.json.max_length, length);
        });
        root.section("query", |table| {
            table.read("name", &mut self.query.name, values::text).read(
                "scheme",
                &mut self.query.scheme,
                values::scheme,
            );
        });
        root.section("websocket", |table| {
            table.read("origins", &mut self.websocket.origins, values::origins).read(
                "recheck",
                &mut self.websocket.recheck,
                values::sessions::recheck,
            );
        });
        root.section("cache", |table| {
            let capacity = |value: &_| values::number(value, 0..=usize::MAX, "a number");
            table.read("capacity", &mut self.cache.capacity, capacity);
        });
        root.section("keys", |table| self.read_keys(table));
        root.section("revocation", |table| self.read_revocation(table));
        self.read_sessions(root);
        self.read_backends(root);
    }

    fn read_keys(&mut self, table: &mut Table<'_>) {
        table
            .read("active", &mut self.keys.active, values::active_keys)
            .read("accept", &mut self.keys.accept, values::keys)
            .read("kid", &mut self.keys.kid, values::kid)
            .read("refresh", &mut self.keys.refresh, backends::refresh)
            .read("max_stale", &mut self.keys.max_stale, backends::max_stale)
            .read("pending", &mut self.keys.pending, backends::pending)
            .read("keep", &mut self.keys.keep, |value| values::ttl(value).map(Some))
            .read("timeout", &mut self.keys.timeout, backends::timeout);
    }

    fn read_revocation(&mut self, table: &mut Table<'_>) {
        let capacity = |value: &_| values::number(value, 1..=usize::MAX, "a number from 1 up");
        table
            .read("store", &mut self.revocation.store, values::store)
            .read("kinds", &mut self.revocation.kinds, values::kinds)
            .read("capacity", &mut self.revocation.capacity, capacity)
            .read("timeout", &mut self.revocation.timeout, values::timeout)
            .read("namespace", &mut self.revocation.namespace, shared_store::namespace)
            .read("replica", &mut self.revocation.replica, values::flag)
            .read("max_staleness", &mut self.revocation.max_staleness, shared_store::max_staleness);
        self.read_shared_store(table);
    }

    fn read_shared_store(&mut self, table: &mut Table<'_>) {
        let shared = &mut self.revocation.shared;
        let replicas = |value: &_| values::number(value, 0..=16, "a number from 0 to 16");
        let connections = |value: &_| values::number(value, 1..=64, "a number from 1 to 64");
        table
            .read("after_data_loss", &mut shared.after_data_loss, shared_store::after_data_loss)
            .read(
                "dangerous_allow_forgetting",
                &mut shared.dangerous_allow_forgetting,
                values::flag,
            )
            .read("replicas", &mut shared.replicas, replicas)
            .read("connections", &mut shared.connections, connections)
            .read("prepared", &mut shared.prepared, values::flag)
            .read("ca_file", &mut shared.ca_file, backends::path);
        shared.timeout = self.revocation.timeout;
    }
}
