//! The configured library, as an application holds it.

use std::fmt;
use std::iter::once;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use figment::Figment;

use super::builder::PasetoBuilder;
use super::install::Installed;
use super::recent::Recent;
use super::render::Renderer;
use super::revocations::Revocations;
use crate::config::ConfigErrors;
use crate::issue::Issuer;
use crate::policy::declared;
use crate::profile::Profile;

/// The configured library: keys, rules, revocation store. A cheap clone.
///
/// ```no_run
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::Paseto;
/// use actix_web::{App, HttpServer};
///
/// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
/// let paseto = Paseto::load().await?; // paseto.toml, then PASETO_… variables
/// HttpServer::new(move || App::new().configure(paseto.install()))
///     .bind(("127.0.0.1", 8080))?
///     .run()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Paseto(Arc<Parts>);

pub(super) struct Parts {
    pub(super) default: Arc<Profile>,
    /// The others; a handful, so a list.
    pub(super) named: Vec<Arc<Profile>>,
    pub(super) renderer: Option<Renderer>,
    pub(super) recent: Recent,
}

impl Paseto {
    pub(super) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Loads `paseto.toml` (or the file that `PASETO_CONFIG` names), then the `PASETO_…` variables,
    /// and checks that they can satisfy every policy of the program.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`] with everything that is wrong, each with its key and source.
    pub async fn load() -> Result<Self, ConfigErrors> {
        Self::builder().build().await
    }

    /// Loads from a figment of your own.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub async fn from_figment(figment: Figment) -> Result<Self, ConfigErrors> {
        Self::builder().figment(figment).build().await
    }

    /// Starts from the same sources as [`load`](Self::load), and lets the program have the last
    /// word.
    #[must_use]
    pub fn builder() -> PasetoBuilder {
        PasetoBuilder::default()
    }

    /// Throw-away keys of both purposes and no configuration, for a first try.
    ///
    /// # Errors
    ///
    /// Refused in release builds, unless asked for by
    /// [`PasetoBuilder::dangerous_dev_keys_in_release`].
    pub fn dev() -> Result<Self, ConfigErrors> {
        Self::builder()
            .figment(Figment::new())
            .set("accept", ["v4.local", "v4.public"])
            .dev_keys()
            .build_now()
    }

    /// Makes tokens of the default profile. Handlers take an [`Issuer`] as a parameter.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        Issuer::new(Arc::clone(&self.0.default))
    }

    /// Makes tokens of another configured profile.
    #[must_use]
    pub fn issuer_for(&self, profile: &str) -> Option<Issuer> {
        self.profile(Some(profile)).cloned().map(Issuer::new)
    }

    /// Revokes tokens of the default profile. Handlers take [`Revocations`] as a parameter.
    #[must_use]
    pub fn revocations(&self) -> Revocations {
        Revocations::new(Arc::clone(&self.0.default))
    }

    /// Revokes tokens of another configured profile.
    #[must_use]
    pub fn revocations_for(&self, profile: &str) -> Option<Revocations> {
        self.profile(Some(profile)).cloned().map(Revocations::new)
    }

    /// Whether the configuration can satisfy every policy that the program declares: a route that
    /// could only ever refuse is noticed before its first request.
    ///
    /// Every way to a `Paseto` asks this by itself, except after
    /// [`PasetoBuilder::skip_policy_check`]. Policies of handlers that are never mounted count as
    /// well.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`] naming handler, file and line of each policy that cannot be satisfied.
    pub fn check_policies(&self) -> Result<(), ConfigErrors> {
        let unmet = declared().filter_map(|one| super::install::unmet(self, one));
        let unmet: Vec<_> = unmet.collect();
        if unmet.is_empty() { Ok(()) } else { Err(unmet.into()) }
    }

    pub(crate) fn profile(&self, name: Option<&str>) -> Option<&Arc<Profile>> {
        match name {
            None => Some(&self.0.default),
            Some(name) => self.profiles().find(|of| of.name.eq_ignore_ascii_case(name)),
        }
    }

    pub(super) fn default_profile(&self) -> &Profile {
        &self.0.default
    }

    /// All of them, the default one first.
    pub(super) fn profiles(&self) -> impl Iterator<Item = &Arc<Profile>> {
        once(&self.0.default).chain(&self.0.named)
    }

    pub(super) fn recent(&self) -> &Recent {
        &self.0.recent
    }

    pub(super) fn renderer(&self) -> Option<&Renderer> {
        self.0.renderer.as_ref()
    }

    pub(super) fn of_request(req: &HttpRequest) -> Option<&Self> {
        Installed::of_request(req).map(Installed::paseto)
    }
}

impl actix_web::FromRequest for Paseto {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            Self::of_request(req).cloned().ok_or_else(|| super::install::not_installed().into()),
        )
    }
}

impl fmt::Debug for Paseto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paseto")
            .field("default", &self.0.default)
            .field("named", &self.0.named)
            .finish_non_exhaustive()
    }
}
