//! Putting a [`Paseto`] into an application, and checking that it can serve its policies.

use actix_web::web::ServiceConfig;

use super::{Paseto, Refusal};
use crate::config::{ConfigError, Problem};
use crate::error::Rejection;
use crate::policy::{PolicySpec, Presence, Site, Uses};
use crate::profile::Profile;

impl Paseto {
    /// For [`App::configure`](actix_web::App::configure), or the `configure` of a scope.
    pub fn install(&self) -> impl FnOnce(&mut ServiceConfig) + Clone + use<> {
        let paseto = self.clone();
        move |config| {
            config.app_data(paseto);
        }
    }
}

/// What keeps the configuration from ever satisfying a policy.
pub(super) fn unmet(paseto: &Paseto, spec: &PolicySpec) -> Option<ConfigError> {
    if let Presence::Public { .. } = spec.presence {
        return None;
    }
    let name = spec.profile.unwrap_or("default");
    let Some(profile) = paseto.profile(spec.profile) else {
        return Some(ConfigError::of_policy(spec.site, name, Problem::NoProfile));
    };
    let problem = unaccepted(profile, spec).or_else(|| unkept(profile, spec));
    problem.map(|problem| ConfigError::of_policy(spec.site, name, problem))
}

fn unaccepted(profile: &Profile, spec: &PolicySpec) -> Option<Problem> {
    let purpose = spec.purpose.filter(|purpose| !profile.settings.accept.contains(purpose))?;
    Some(Problem::NotAccepted(purpose))
}

fn unkept(profile: &Profile, spec: &PolicySpec) -> Option<Problem> {
    let is_kept = spec.uses == Uses::Many || profile.store.keeps_families();
    (!is_kept).then_some(Problem::KeepsNoFamilies)
}

pub(super) fn not_installed() -> Refusal {
    static SPEC: PolicySpec = PolicySpec::required(Site::built_in("(extractor)"));
    let why = "`App::configure(paseto.install())` is missing";
    Refusal::of_nothing(&SPEC, Rejection::Misconfigured(why))
}
