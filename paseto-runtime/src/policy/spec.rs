//! The whole of what one route demands, built in a `const`.

use std::time::Duration;

use super::{AssertionSource, Freshness, Presence, Scopes, Site, Source, Uses};
use crate::error::ExpectedKind;
use crate::kind::Purpose;

/// What one route demands. Pure data, built in a `const`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicySpec {
    /// Where the attribute stands.
    pub site: Site,
    /// Who may come at all.
    pub presence: Presence,
    /// Which kind of token.
    pub kind: ExpectedKind,
    /// How recent the login must be.
    pub freshness: Freshness,
    /// What the implicit assertion is taken from.
    pub assertion: AssertionSource,
    /// Which scopes must be granted.
    pub scopes: Scopes,
    /// Where the token is looked for, in this order; `None`: where the configuration says.
    pub sources: Option<&'static [Source]>,
    /// Instead of the configured audience.
    pub audience: Option<&'static str>,
    /// Instead of the configured issuer.
    pub issuer: Option<&'static str>,
    /// Narrows what the configuration accepts.
    pub purpose: Option<Purpose>,
    /// Another configured profile.
    pub profile: Option<&'static str>,
    /// The token comes wrapped in one layer of base64.
    pub base64: bool,
    /// The revocation store is asked.
    pub asks_store: bool,
    /// How often the token may be used.
    pub uses: Uses,
    /// A token in a cookie is guarded against forged requests.
    pub checks_csrf: bool,
    /// There is a `require = …`.
    pub has_requirement: bool,
    /// The route is a WebSocket handshake.
    pub websocket: bool,
}

impl PolicySpec {
    /// `#[paseto_required]`: a live access token.
    #[must_use]
    pub const fn required(site: Site) -> Self {
        Self {
            site,
            presence: Presence::Required,
            kind: ExpectedKind::Access,
            freshness: Freshness::Any,
            assertion: AssertionSource::None,
            scopes: Scopes::None,
            sources: None,
            audience: None,
            issuer: None,
            purpose: None,
            profile: None,
            base64: false,
            asks_store: true,
            uses: Uses::Many,
            checks_csrf: true,
            has_requirement: false,
            websocket: false,
        }
    }

    /// `#[refresh_required]`: a live refresh token.
    #[must_use]
    pub const fn refresh(site: Site) -> Self {
        Self { kind: ExpectedKind::Refresh, ..Self::required(site) }
    }

    /// `#[paseto_optional]`: no token, or a live access token.
    #[must_use]
    pub const fn optional(site: Site) -> Self {
        Self { presence: Presence::Optional, ..Self::required(site) }
    }

    /// `#[paseto_public(reason = "…")]`: anyone.
    #[must_use]
    pub const fn public(site: Site, reason: &'static str) -> Self {
        Self { presence: Presence::Public { reason }, ..Self::required(site) }
    }

    /// `kind = "…"`.
    #[must_use]
    pub const fn kind(self, name: &'static str) -> Self {
        Self { kind: ExpectedKind::Custom(name), ..self }
    }

    /// `kind = any`.
    #[must_use]
    pub const fn any_kind(self) -> Self {
        Self { kind: ExpectedKind::Any, ..self }
    }

    /// `fresh`.
    #[must_use]
    pub const fn fresh(self) -> Self {
        Self { freshness: Freshness::Fresh, ..self }
    }

    /// `fresh = "…"`.
    #[must_use]
    pub const fn fresh_within_secs(self, secs: u64) -> Self {
        Self { freshness: Freshness::Within(Duration::from_secs(secs)), ..self }
    }

    /// `assertion = …`.
    #[must_use]
    pub const fn assertion(self, source: AssertionSource) -> Self {
        Self { assertion: source, ..self }
    }

    /// `scopes(…)`.
    #[must_use]
    pub const fn scopes(self, all: &'static [&'static str]) -> Self {
        Self { scopes: Scopes::All(all), ..self }
    }

    /// `any_scope(…)`.
    #[must_use]
    pub const fn any_scope(self, any: &'static [&'static str]) -> Self {
        Self { scopes: Scopes::Any(any), ..self }
    }

    /// `from(…)`.
    #[must_use]
    pub const fn from(self, sources: &'static [Source]) -> Self {
        Self { sources: Some(sources), ..self }
    }

    /// `audience = "…"`.
    #[must_use]
    pub const fn audience(self, audience: &'static str) -> Self {
        Self { audience: Some(audience), ..self }
    }

    /// `issuer = "…"`.
    #[must_use]
    pub const fn issuer(self, issuer: &'static str) -> Self {
        Self { issuer: Some(issuer), ..self }
    }

    /// `purpose = …`.
    #[must_use]
    pub const fn purpose(self, purpose: Purpose) -> Self {
        Self { purpose: Some(purpose), ..self }
    }

    /// `profile = "…"`.
    #[must_use]
    pub const fn profile(self, profile: &'static str) -> Self {
        Self { profile: Some(profile), ..self }
    }

    /// `base64`.
    #[must_use]
    pub const fn base64(self) -> Self {
        Self { base64: true, ..self }
    }

    /// `skip_revocation`.
    #[must_use]
    pub const fn skip_revocation(self) -> Self {
        Self { asks_store: false, ..self }
    }

    /// `single_use`.
    #[must_use]
    pub const fn single_use(self) -> Self {
        Self { uses: Uses::Once, ..self }
    }

    /// `rotate`.
    #[must_use]
    pub const fn rotate(self) -> Self {
        Self { uses: Uses::Rotation, ..self }
    }

    /// `skip_csrf`.
    #[must_use]
    pub const fn skip_csrf(self) -> Self {
        Self { checks_csrf: false, ..self }
    }

    /// `lenient`.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { presence: Presence::Lenient, ..self }
    }

    /// `require = …`.
    #[must_use]
    pub const fn requirement(self) -> Self {
        Self { has_requirement: true, ..self }
    }

    /// The handler takes a `WebSocket`.
    #[must_use]
    pub const fn websocket(self) -> Self {
        Self { websocket: true, ..self }
    }
}
