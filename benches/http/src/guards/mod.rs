//! The same check, written with each library.

pub mod bare;
pub mod jwt;
pub mod ours;
pub mod rusty;

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

/// The token of the header, found as fast as it can be.
fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(AUTHORIZATION)?.as_bytes().strip_prefix(b"Bearer ")?;
    std::str::from_utf8(value).ok()
}
