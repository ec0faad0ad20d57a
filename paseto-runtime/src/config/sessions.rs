//! The settings of sessions: families, the cookies that carry their tokens, forged requests.

use std::time::Duration;

/// How long a login lives, and what a repeated refresh gets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FamilySettings {
    /// How long after the login its tokens end, however often they were renewed; `"never"` only
    /// without `require_expiry`. How long a login may lie idle is `refresh_ttl`, which may be
    /// longer, and so may `max_ttl`: no token of a login outlives its end. Not shorter than
    /// `access_ttl`. Unit: a duration. Default: `90d`, or as long as the longest of `access_ttl` and
    /// `refresh_ttl`. Key: `family.ttl`.
    pub ttl: Option<Duration>,
    /// How long a refresh token that has just been used gets the same successor again; for lost
    /// answers and for tabs that refresh at once. Unit: a duration, at most 60 s. Default: `0s`,
    /// which is off. Key: `family.grace`.
    pub grace: Duration,
}

impl Default for FamilySettings {
    fn default() -> Self {
        Self { ttl: Some(Duration::from_secs(90 * 24 * 60 * 60)), grace: Duration::ZERO }
    }
}

/// The cookies that carry tokens. `HttpOnly` is not a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CookieSettings {
    /// The cookie of access tokens, an RFC 6265 cookie-name of at most 64 characters. Default:
    /// `__Host-access`. Key: `cookie.access`.
    pub access: String,
    /// The cookie of refresh tokens. Default: `__Host-refresh`. Key: `cookie.refresh`.
    pub refresh: String,
    /// Default: `lax`. Key: `cookie.same_site`.
    pub same_site: SameSite,
    /// Whether they travel over TLS alone; `false` only for names without a prefix, and neither
    /// with `same_site = "none"` nor with `partitioned`. Default: `true`. Key: `cookie.secure`.
    pub secure: bool,
    /// Whether each top-level site has cookies of its own (CHIPS). Default: `false`. Key:
    /// `cookie.partitioned`.
    pub partitioned: bool,
    /// The path of the cookies. Default: `/`, which `__Host-` demands. Key: `cookie.path`.
    pub path: String,
    /// The path of the refresh cookie. Default: `cookie.path`. Key: `cookie.refresh_path`.
    pub refresh_path: String,
    /// A host name whose subdomains get them too. Default: none, which `__Host-` demands. Key:
    /// `cookie.domain`.
    pub domain: Option<String>,
    /// Whether they live as long as their token; else until the browser ends. Default: `true`.
    /// Key: `cookie.persistent`.
    pub persistent: bool,
    /// A sliding session is renewed once its access token has less than this left. Unit: a
    /// duration, shorter than `access_ttl`. Default: a third of `access_ttl`. Key:
    /// `cookie.renew_before`.
    pub renew_before: Option<Duration>,
}

impl Default for CookieSettings {
    fn default() -> Self {
        Self {
            access: "__Host-access".to_owned(),
            refresh: "__Host-refresh".to_owned(),
            same_site: SameSite::Lax,
            secure: true,
            partitioned: false,
            path: "/".to_owned(),
            refresh_path: "/".to_owned(),
            domain: None,
            persistent: true,
            renew_before: None,
        }
    }
}

/// With which requests of foreign pages a cookie travels (rfc6265bis §5.6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "the attribute has these values")]
pub enum SameSite {
    /// With none.
    Strict,
    /// With a navigation alone.
    Lax,
    /// With all.
    None,
}

/// The guard against requests that foreign pages make a browser send.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsrfSettings {
    /// The cookie in which a page of ours finds the value. Default: `__Host-csrf`. Key:
    /// `csrf.cookie`.
    pub cookie: String,
    /// The header in which it sends it back; none that browsers or foreign pages send by
    /// themselves. Default: `X-CSRF-Token`. Key: `csrf.header`.
    pub header: String,
    /// Origins whose pages may send requests besides the origin that a request is sent to:
    /// `https://app.example`, scheme, host and port, in lower case. Default: none. Key:
    /// `csrf.origins`.
    pub origins: Vec<String>,
}

impl Default for CsrfSettings {
    fn default() -> Self {
        Self {
            cookie: "__Host-csrf".to_owned(),
            header: "X-CSRF-Token".to_owned(),
            origins: Vec::new(),
        }
    }
}
