//! Requests that a foreign page makes a browser send: its cookies come along, our value does not.

mod same_origin;
#[cfg(test)]
mod tests;

use actix_web::HttpRequest;
use actix_web::http::Method;
use subtle::ConstantTimeEq as _;

pub use self::same_origin::SameOrigin;
use super::origin::{Said, is_listed, is_near, is_own};
use crate::config::{CsrfSettings, Settings};
use crate::error::CsrfFailure;

/// Whether a request with a token in a cookie comes from a page of ours. `token_csrf` is the claim
/// `csrf` of that token. A method that changes nothing is nobody's gain.
pub(super) fn check(
    req: &HttpRequest,
    token_csrf: Option<&str>,
    settings: &Settings,
) -> Result<(), CsrfFailure> {
    if is_safe(req.method()) {
        return Ok(());
    }
    page(req, &settings.csrf)?;
    value(req, token_csrf, &settings.csrf.header)
}

/// RFC 9110 §9.2.1.
fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method)
}

/// What the browser says about the page. One that says nothing is too old, or none: then the value
/// alone decides.
fn page(req: &HttpRequest, settings: &CsrfSettings) -> Result<(), CsrfFailure> {
    let origin = Said::origin(req);
    let listed = matches!(origin, Said::Once(origin) if is_listed(origin, &settings.origins));
    let near = is_near(req);
    let own = match origin {
        Said::Nothing => true,
        Said::Once(origin) => is_own(req, origin),
        Said::Unclear => false,
    };
    match (listed, near, own) {
        (true, ..) | (false, true, true) => Ok(()),
        (false, false, _) => Err(CsrfFailure::Site),
        (false, true, false) => Err(CsrfFailure::Origin),
    }
}

/// What a page of ours alone can read and send.
fn value(req: &HttpRequest, token_csrf: Option<&str>, header: &str) -> Result<(), CsrfFailure> {
    let expected = token_csrf.filter(|claim| !claim.is_empty()).ok_or(CsrfFailure::Unbound)?;
    let mut lines = req.headers().get_all(header);
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return Err(CsrfFailure::Missing);
    };
    let same = bool::from(line.as_bytes().ct_eq(expected.as_bytes()));
    if same { Ok(()) } else { Err(CsrfFailure::Mismatch) }
}
