//! Putting a [`Paseto`] into an application, and checking that it can serve its policies.

use std::rc::Rc;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::ServiceConfig;

use super::{Paseto, Refusal};
use crate::config::{ConfigError, Problem};
use crate::error::Rejection;
use crate::policy::{Declared, PolicySpec, Site, Uses};
use crate::profile::Profile;

impl Paseto {
    /// For [`App::configure`](actix_web::App::configure), or the `configure` of a scope.
    pub fn install(&self) -> impl FnOnce(&mut ServiceConfig) + Clone + use<> {
        let paseto = self.clone();
        move |config| {
            config.app_data(Installed::new(paseto));
        }
    }
}

/// A profile, counted by one worker alone: a counter of all of them would go from core to core with
/// every request.
pub(super) type OwnProfile = Rc<Arc<Profile>>;

/// What one worker has of a [`Paseto`].
pub(super) struct Installed {
    paseto: Paseto,
    /// The default one first.
    profiles: Vec<OwnProfile>,
}

impl Installed {
    pub(super) fn new(paseto: Paseto) -> Self {
        let profiles = paseto.profiles().map(|profile| Rc::new(Arc::clone(profile))).collect();
        Self { paseto, profiles }
    }

    pub(super) fn of_request(req: &HttpRequest) -> Option<&Self> {
        req.app_data::<Self>()
    }

    pub(super) fn paseto(&self) -> &Paseto {
        &self.paseto
    }

    /// As [`Paseto::profile`].
    pub(super) fn profile(&self, name: Option<&str>) -> Option<&OwnProfile> {
        match name {
            None => self.profiles.first(),
            Some(name) => self.profiles.iter().find(|of| of.name.eq_ignore_ascii_case(name)),
        }
    }
}

/// What keeps the configuration from ever satisfying a policy.
pub(super) fn unmet(paseto: &Paseto, declared: &Declared) -> Option<ConfigError> {
    let name = declared.profile.unwrap_or("default");
    let Some(profile) = paseto.profile(declared.profile) else {
        return Some(ConfigError::of_policy(declared.site, name, Problem::NoProfile));
    };
    let problem = unaccepted(profile, declared).or_else(|| unkept(profile, declared));
    problem.map(|problem| ConfigError::of_policy(declared.site, name, problem))
}

fn unaccepted(profile: &Profile, declared: &Declared) -> Option<Problem> {
    let purpose = declared.purpose?;
    let is_accepted = profile.settings.accept.contains(&purpose);
    (!is_accepted).then_some(Problem::NotAccepted(purpose))
}

fn unkept(profile: &Profile, declared: &Declared) -> Option<Problem> {
    let is_kept = declared.uses == Uses::Many || profile.store.keeps_families();
    (!is_kept).then_some(Problem::KeepsNoFamilies)
}

pub(super) fn not_installed() -> Refusal {
    static SPEC: PolicySpec = PolicySpec::required(Site::built_in("(extractor)"));
    let why = "`App::configure(paseto.install())` is missing";
    Refusal::of_nothing(&SPEC, Rejection::Misconfigured(why))
}
