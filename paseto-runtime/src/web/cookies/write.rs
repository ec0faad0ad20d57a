//! Writing a `Set-Cookie` line: the same attributes when a cookie is set and when it is cleared.

use std::time::Duration;

use actix_web::http::header::HeaderValue;
use cookie::time::OffsetDateTime;
use cookie::{Cookie, time};

use crate::config::{SameSite, Settings};

/// What a cookie of ours carries: it decides its name, its path and who may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carries {
    Access,
    Refresh,
    Csrf,
}

impl Carries {
    pub(super) const ALL: [Self; 3] = [Self::Access, Self::Refresh, Self::Csrf];

    fn name(self, settings: &Settings) -> &str {
        match self {
            Self::Access => &settings.cookie.access,
            Self::Refresh => &settings.cookie.refresh,
            Self::Csrf => &settings.csrf.cookie,
        }
    }

    fn path(self, settings: &Settings) -> &str {
        match self {
            Self::Access | Self::Csrf => &settings.cookie.path,
            Self::Refresh => &settings.cookie.refresh_path,
        }
    }

    /// A page must read the CSRF value to send it along; no script ever needs a token.
    const fn is_hidden(self) -> bool {
        match self {
            Self::Access | Self::Refresh => true,
            Self::Csrf => false,
        }
    }
}

/// Why a cookie was not written. It never holds the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CookieError {
    /// A browser would drop it without a word.
    #[error("the cookie `{name}` has {length} bytes, name and value; browsers keep 4096")]
    TooLong {
        /// Its name.
        name: String,
        /// Name and value together.
        length: usize,
    },
    /// A browser would ignore the attribute, and so widen or narrow where the cookie goes.
    #[error("an attribute of the cookie `{name}` has {length} bytes; browsers keep 1024")]
    AttributeTooLong {
        /// The cookie's name.
        name: String,
        /// Of the attribute's value.
        length: usize,
    },
    /// Its name, value or attributes hold what a header cannot, or would add attributes.
    #[error("the cookie `{name}` holds characters that a cookie cannot")]
    Unwritable {
        /// Its name.
        name: String,
    },
}

/// One `Set-Cookie`. Without `Debug`: it may hold a token.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) value: HeaderValue,
}

/// Sets a cookie. `life` is what is left of its token, `None` if that never expires.
pub(super) fn set(
    settings: &Settings,
    carries: Carries,
    value: &str,
    life: Option<Duration>,
) -> Result<Line, CookieError> {
    let mut cookie = attributes(settings, carries);
    cookie.set_value(value);
    if settings.cookie.persistent {
        cookie.set_max_age(time::Duration::try_from(life.unwrap_or(LONGEST)).ok());
    }
    line(&cookie)
}

/// Clears a cookie: a browser finds it by its name, path and domain, and takes the word of a line
/// alone that could have set it.
pub(super) fn clear(settings: &Settings, carries: Carries) -> Result<Line, CookieError> {
    let mut cookie = attributes(settings, carries);
    cookie.set_max_age(time::Duration::ZERO);
    // For browsers that do not know `Max-Age`.
    cookie.set_expires(OffsetDateTime::UNIX_EPOCH);
    line(&cookie)
}

/// No browser keeps a cookie longer (rfc6265bis §5.5).
const LONGEST: Duration = Duration::from_secs(400 * 24 * 60 * 60);

fn attributes(settings: &Settings, carries: Carries) -> Cookie<'_> {
    let shared = &settings.cookie;
    let mut cookie = Cookie::new(carries.name(settings), "");
    cookie.set_http_only(carries.is_hidden());
    cookie.set_same_site(match shared.same_site {
        SameSite::Strict => cookie::SameSite::Strict,
        SameSite::Lax => cookie::SameSite::Lax,
        SameSite::None => cookie::SameSite::None,
    });
    cookie.set_partitioned(shared.partitioned);
    cookie.set_secure(shared.secure);
    cookie.set_path(carries.path(settings));
    if let Some(domain) = &shared.domain {
        cookie.set_domain(domain);
    }
    cookie
}

/// Too long fails here, where somebody sees it, not silently in the browser (rfc6265bis §5.6).
fn line(cookie: &Cookie<'_>) -> Result<Line, CookieError> {
    let name = cookie.name().to_owned();
    let length = name.len() + cookie.value().len();
    if length > 4_096 {
        return Err(CookieError::TooLong { name, length });
    }
    let attributes = [cookie.path(), cookie.domain()].into_iter().flatten();
    if let Some(length) = attributes.map(str::len).find(|length| *length > 1_024) {
        return Err(CookieError::AttributeTooLong { name, length });
    }
    let written = HeaderValue::try_from(cookie.to_string()).ok();
    match written.filter(|_| cookie.value().bytes().all(is_cookie_octet)) {
        Some(mut value) => {
            value.set_sensitive(true);
            Ok(Line { name, value })
        }
        None => Err(CookieError::Unwritable { name }),
    }
}

/// RFC 6265 §4.1.1. A `;` would begin an attribute.
fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}
