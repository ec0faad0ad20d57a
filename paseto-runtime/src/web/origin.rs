//! Whose page is behind a request: what browsers say by themselves, and no page can make them say.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use actix_web::http::header::{HOST, ORIGIN};

/// What a header says that browsers write by themselves.
#[derive(Clone, Copy)]
pub(super) enum Said<'a> {
    Nothing,
    Once(&'a str),
    /// Twice, or no text.
    Unclear,
}

impl<'a> Said<'a> {
    pub(super) fn by(req: &'a HttpRequest, header: &str) -> Self {
        let mut lines = req.headers().get_all(header);
        match (lines.next(), lines.next()) {
            (None, _) => Self::Nothing,
            (Some(line), None) => line.to_str().map_or(Self::Unclear, Self::Once),
            (Some(_), Some(_)) => Self::Unclear,
        }
    }

    pub(super) fn origin(req: &'a HttpRequest) -> Self {
        Self::by(req, ORIGIN.as_str())
    }
}

pub(super) fn is_listed(origin: &str, list: &[String]) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(origin))
}

/// What sites are to each other the browser knows best, the scheme included. One that says nothing
/// is too old, or none.
pub(super) fn is_near(req: &HttpRequest) -> bool {
    match Said::by(req, "sec-fetch-site") {
        // `none`: no page at all, but a person.
        Said::Nothing | Said::Once("same-origin" | "none") => true,
        Said::Once(_) | Said::Unclear => false,
    }
}

/// Whether the request was sent to where its page is from: host and port as the browser itself
/// sees them, for the scheme is unknown behind a proxy. `null` has neither.
pub(super) fn is_own(req: &HttpRequest, origin: &str) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    // Without a scheme, `null` itself would be a host; an extension is no page of ours.
    let is_web = matches!(origin.scheme_str(), Some("http" | "https"));
    let Some(authority) = origin.authority().filter(|_| is_web) else { return false };
    sent_to(req).is_some_and(|host| host.eq_ignore_ascii_case(authority.as_str()))
}

/// HTTP/2 has no `Host` but an authority in its place.
fn sent_to(req: &HttpRequest) -> Option<&str> {
    match req.headers().get(HOST) {
        Some(host) => host.to_str().ok(),
        None => req.uri().authority().map(|authority| authority.as_str()),
    }
}
