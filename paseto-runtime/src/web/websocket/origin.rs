//! Which pages may open a socket: browsers send cookies and run scripts for any of them.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use actix_web::http::header::{HOST, ORIGIN};

use crate::error::Rejection;

/// No `Origin` is no browser, so nobody's page. Else one of the allowed, or, where none are
/// configured, the origin that the request itself was sent to.
pub(super) fn check(req: &HttpRequest, allowed: &[String]) -> Result<(), Rejection> {
    let mut origins = req.headers().get_all(ORIGIN);
    let Some(origin) = origins.next() else { return Ok(()) };
    let origin = origin.to_str().map_err(|_| Rejection::OriginRefused)?;
    let admitted = if allowed.is_empty() {
        is_same(req, origin)
    } else {
        allowed.iter().any(|one| one.eq_ignore_ascii_case(origin))
    };
    if admitted && origins.next().is_none() { Ok(()) } else { Err(Rejection::OriginRefused) }
}

/// Host and port as the browser itself sees them; `null` has neither.
fn is_same(req: &HttpRequest, origin: &str) -> bool {
    let host = req.headers().get(HOST).and_then(|host| host.to_str().ok());
    let origin: Option<Uri> = origin.parse().ok();
    let authority = origin.as_ref().and_then(|uri| uri.authority());
    match (host, authority) {
        (Some(host), Some(authority)) => host.eq_ignore_ascii_case(authority.as_str()),
        (None, _) | (_, None) => false,
    }
}
