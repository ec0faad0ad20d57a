#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::result_large_err,
    reason = "a test may fail loudly"
)]

use std::time::Duration;

use figment::{Figment, Jail};

use super::{
    ConfigError, ConfigErrors, CookieSettings, CsrfSettings, FamilySettings, KindFilter, Problem,
    SameSite, Settings, SourceName, StoreChoice, Ttl, figment, profiles,
};
use crate::key::KidRule;
use crate::kind::Purpose;

/// A file and variables, and nothing of the machine's own.
fn jail(file: &str, variables: &[(&str, &str)], check: impl FnOnce(&mut Jail, Figment)) {
    Jail::expect_with(|jail| {
        jail.clear_env();
        if !file.is_empty() {
            jail.create_file("paseto.toml", file)?;
        }
        for (name, value) in variables {
            jail.set_env(name, value);
        }
        let figment = figment();
        check(jail, figment);
        Ok(())
    });
}

fn accepted(file: &str, variables: &[(&str, &str)], check: impl FnOnce(Settings)) {
    jail(file, variables, |_, figment| {
        let profile = figment.profile().to_string();
        check(Settings::read(&figment, &profile).unwrap_or_else(|errors| panic!("{errors}")));
    });
}

fn refused(file: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let mut lines = Vec::new();
    jail(file, variables, |_, figment| {
        let profile = figment.profile().to_string();
        lines = told(Settings::read(&figment, &profile).unwrap_err());
    });
    lines
}

fn told(errors: ConfigErrors) -> Vec<String> {
    errors.to_string().lines().map(str::to_owned).collect()
}

fn seconds(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

mod accept;
mod guide;
mod profile;
mod refuse;
mod revocation;
mod secrecy;
mod sessions;
