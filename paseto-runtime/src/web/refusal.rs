//! A refusal on its way to the client: why, for which policy, and how it will look.

use std::fmt;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use super::render::{self, Renderer};
use crate::error::Rejection;
use crate::policy::{PolicySpec, Site};
use crate::profile::Profile;
use crate::token::Who;

/// Why a request is refused, with what a renderer may want to know.
///
/// Given to the function of [`PasetoBuilder::render_with`](super::PasetoBuilder::render_with).
pub struct Refusal {
    spec: &'static PolicySpec,
    rejection: Rejection,
    profile: Option<Arc<Profile>>,
    renderer: Option<Renderer>,
}

impl Refusal {
    pub(super) fn new(
        spec: &'static PolicySpec,
        rejection: Rejection,
        profile: &Arc<Profile>,
        renderer: Option<&Renderer>,
    ) -> Self {
        let profile = Some(Arc::clone(profile));
        Self { spec, rejection, profile, renderer: renderer.cloned() }
    }

    /// Without an installed `Paseto` there is nothing to render with.
    pub(super) fn of_nothing(spec: &'static PolicySpec, rejection: Rejection) -> Self {
        Self { spec, rejection, profile: None, renderer: None }.logged(None)
    }

    /// For a future that is polled after its end.
    pub(super) fn spent() -> Self {
        static SPEC: PolicySpec = PolicySpec::required(Site::built_in("(guard)"));
        Self::of_nothing(&SPEC, Rejection::Misconfigured("a guard was polled after its end"))
    }

    /// Why. Its `Display` is for the log, not for the client.
    #[must_use]
    pub fn rejection(&self) -> &Rejection {
        &self.rejection
    }

    /// What was demanded.
    #[must_use]
    pub fn policy(&self) -> &'static PolicySpec {
        self.spec
    }

    /// The configured realm of the challenge.
    #[must_use]
    pub fn realm(&self) -> &str {
        self.profile.as_ref().map_or("paseto", |profile| &profile.settings.realm)
    }

    /// The configured name of the header and its scheme, for messages that spell them out.
    #[must_use]
    pub fn header(&self) -> (&str, Option<&str>) {
        self.profile.as_ref().map_or(("Authorization", Some("Bearer")), |profile| {
            (&profile.settings.header.name, profile.settings.header.scheme.as_deref())
        })
    }

    /// The configured names of the CSRF header and of the cookie that holds its value, for messages
    /// that spell them out.
    #[must_use]
    pub fn csrf(&self) -> (&str, &str) {
        self.profile.as_ref().map_or(("X-CSRF-Token", "__Host-csrf"), |profile| {
            (&profile.settings.csrf.header, &profile.settings.csrf.cookie)
        })
    }

    /// The answer as the library renders it.
    #[must_use]
    pub fn default_response(&self) -> HttpResponse {
        render::problem(self)
    }

    /// Said once, by whoever turns a request away: an `Option` of an extractor may swallow the
    /// refusal of an anonymous request that is none.
    pub(super) fn logged(self, who: Option<&Who>) -> Self {
        report(self.spec, &self.rejection);
        if let Some(profile) = &self.profile {
            profile.refused(self.spec.site.name, self.rejection.code(), who);
        }
        self
    }
}

/// A refusal, for the log.
pub(super) fn report(spec: &PolicySpec, rejection: &Rejection) {
    let (policy, code) = (spec.site.name, rejection.code());
    let reason = Reasons(rejection);
    if code.status() == 503 {
        tracing::error!(target: "paseto", policy, code = code.as_str(), %reason, "refused");
    } else {
        tracing::info!(target: "paseto", policy, code = code.as_str(), %reason, "refused");
    }
}

/// An error and its sources in one line.
pub(super) struct Reasons<'a>(pub(super) &'a dyn std::error::Error);

impl fmt::Display for Reasons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rejection.fmt(f)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("rejection", &self.rejection).finish_non_exhaustive()
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.rejection.code().status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }

    fn error_response(&self) -> HttpResponse {
        match &self.renderer {
            Some(renderer) => renderer.render(self),
            None => render::problem(self),
        }
    }
}
