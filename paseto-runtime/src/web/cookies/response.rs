//! Putting our cookies into a response beside those of others.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderValue, SET_COOKIE};

use super::read::trimmed;
use super::write::Line;

/// Whether the response sets or clears this cookie already.
pub(crate) fn is_set_on(headers: &HeaderMap, name: &str) -> bool {
    headers.get_all(SET_COOKIE).any(|line| sets(line, name))
}

/// One line for each name: with two, browsers disagree on which one counts (RFC 6265 §4.1.1).
pub(super) fn put<B>(response: &mut HttpResponse<B>, lines: &[Line]) {
    let headers = response.headers_mut();
    let ours = |line: &HeaderValue| lines.iter().any(|one| sets(line, &one.name));
    let others = headers.get_all(SET_COOKIE).filter(|line| !ours(line));
    let others: Vec<HeaderValue> = others.cloned().collect();
    headers.remove(SET_COOKIE);
    let all = others.into_iter().chain(lines.iter().map(|one| one.value.clone()));
    all.for_each(|line| headers.append(SET_COOKIE, line));
    // A cache that keeps it would hand the session to the next one who asks.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn sets(line: &HeaderValue, name: &str) -> bool {
    let pair = line.as_bytes().split(|byte| *byte == b'=').next();
    pair.is_some_and(|before| trimmed(before) == name.as_bytes())
}
