//! What a route demands, as data: made by the attributes, read by the guard and by audits.

use std::time::Duration;

pub use crate::error::ExpectedKind;
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
    /// There is a `require = …`.
    pub has_requirement: bool,
    /// The route is a WebSocket handshake.
    pub websocket: bool,
}

/// Where an attribute stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "built by generated code")]
pub struct Site {
    /// The module path.
    pub module: &'static str,
    /// The handler, or the named policy.
    pub name: &'static str,
    /// The file.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

impl Site {
    /// For checks that no attribute asks for.
    pub(crate) const fn built_in(name: &'static str) -> Self {
        Self { module: "actix_paseto", name, file: "", line: 0 }
    }
}

/// Who may come at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new way in must be weighed at every match")]
pub enum Presence {
    /// Only who brings a token.
    Required,
    /// Also who brings none; a bad one is refused.
    Optional,
    /// Also who brings none; a bad one counts as none.
    Lenient,
    /// Anyone.
    Public {
        /// Why that is right, for the audit.
        reason: &'static str,
    },
}

/// How recent the login must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new demand must be weighed at every match")]
pub enum Freshness {
    /// It does not matter.
    Any,
    /// The claim `fresh` is true.
    Fresh,
    /// The claim `fresh` is true, and the token at most this old.
    Within(Duration),
}

/// What the implicit assertion is taken from. Its value is not here: it may be confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new source must be weighed at every match")]
pub enum AssertionSource {
    /// There is none.
    None,
    /// A constant in the attribute.
    Constant,
    /// A segment of the path.
    Path(&'static str),
    /// A header of the request.
    Header(&'static str),
    /// A function of the application.
    Function,
}

/// Which scopes must be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new demand must be weighed at every match")]
pub enum Scopes {
    /// None.
    None,
    /// All of these.
    All(&'static [&'static str]),
    /// At least one of these.
    Any(&'static [&'static str]),
}

/// A place in the request where a token is looked for; what is `None` is as configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new place must be weighed at every match")]
pub enum Source {
    /// The configured header with its configured scheme.
    Header,
    /// A header of this name, with this scheme or none.
    NamedHeader {
        /// The header's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// The configured parameter of the query.
    Query,
    /// A parameter of the query of this name, with this scheme or none.
    NamedQuery {
        /// The parameter's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// The configured member of the JSON body.
    Json,
    /// A member of the JSON body of this name, with this scheme or none.
    NamedJson {
        /// The member's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// `bearer.<token>` among the offered WebSocket subprotocols.
    Subprotocol,
    /// A function of the application.
    Function,
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

/// A policy that the program declares somewhere. Generated code submits one for each.
#[doc(hidden)]
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by generated code")]
pub struct Declared(pub PolicySpec);

inventory::collect!(Declared);

/// Every policy of the program, mounted or not.
pub(crate) fn declared() -> impl Iterator<Item = &'static PolicySpec> {
    inventory::iter::<Declared>().map(|declared| &declared.0)
}
