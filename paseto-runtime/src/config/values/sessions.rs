//! The values of cookies, forged requests and families.

use std::time::Duration;

use figment::value::Value;

use super::{header_name, life, ttl, within};
use crate::config::cookie_name;
use crate::config::error::Problem;
use crate::config::sessions::SameSite;
use crate::config::settings::Ttl;

pub(in crate::config) fn cookie_name(value: &Value) -> Result<String, Problem> {
    cookie_name::parse(value.as_str().unwrap_or_default())
}

pub(in crate::config) fn readable_cookie_name(value: &Value) -> Result<String, Problem> {
    cookie_name::parse_readable(value.as_str().unwrap_or_default())
}

pub(in crate::config) fn same_site(value: &Value) -> Result<SameSite, Problem> {
    match value.as_str() {
        Some("strict") => Ok(SameSite::Strict),
        Some("lax") => Ok(SameSite::Lax),
        Some("none") => Ok(SameSite::None),
        _ => Err(Problem::MustBe("\"strict\", \"lax\" or \"none\"")),
    }
}

/// No space either: the path of a request never holds one, so the cookie would never be sent.
pub(in crate::config) fn cookie_path(value: &Value) -> Result<String, Problem> {
    let fits = |byte: u8| byte.is_ascii_graphic() && byte != b';';
    let is_path =
        |text: &&str| text.starts_with('/') && text.len() <= 1_024 && text.bytes().all(fits);
    let form = "a path such as \"/app\": ASCII without spaces or `;`, at most 1024 bytes";
    value.as_str().filter(is_path).map(str::to_owned).ok_or(Problem::MustBe(form))
}

pub(in crate::config) fn domain(value: &Value) -> Result<Option<String>, Problem> {
    let name = value.as_str().filter(|name| is_host_name(name));
    let form = "a host name such as \"example.com\", without a dot before it and no address";
    name.map(|name| Some(name.to_owned())).ok_or(Problem::MustBe(form))
}

fn is_host_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        let edges = label.starts_with('-') || label.ends_with('-');
        !edges && (1..=63).contains(&label.len()) && label.bytes().all(fits)
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253 && text.split('.').all(is_label) && !is_number(last)
}

/// A host whose last part is one is an IPv4 address to browsers, or nothing (WHATWG URL §3.5).
fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    hex.map_or_else(
        || label.bytes().all(|byte| byte.is_ascii_digit()),
        |hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
    )
}

pub(in crate::config) fn renew_before(value: &Value) -> Result<Option<Duration>, Problem> {
    life(value).map(Some)
}

pub(in crate::config) fn family_ttl(value: &Value) -> Result<Option<Duration>, Problem> {
    ttl(value).map(|ttl| match ttl {
        Ttl::For(ttl) => Some(ttl),
        Ttl::Never => None,
    })
}

pub(in crate::config) fn grace(value: &Value) -> Result<Duration, Problem> {
    within(value, &(Duration::ZERO..=Duration::from_secs(60)), "between 0s and 60s")
}

pub(in crate::config) fn recheck(value: &Value) -> Result<Duration, Problem> {
    within(value, &(Duration::from_secs(1)..=Duration::from_secs(30)), "between 1s and 30s")
}

/// Only a page of ours can send it, so it must be one that no browser sends by itself and that no
/// foreign page may set unasked (Fetch §2.2.2), and one that scripts may set at all.
pub(in crate::config) fn csrf_header(value: &Value) -> Result<String, Problem> {
    let name = header_name(value)?;
    let lower = name.to_ascii_lowercase();
    if TAKEN.contains(&&*lower) || TAKEN_PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
        let form = "a header of its own such as \"X-CSRF-Token\", not one that browsers use";
        return Err(Problem::MustBe(form));
    }
    Ok(name)
}

const TAKEN_PREFIXES: [&str; 3] = ["sec-", "proxy-", "access-control-"];

const TAKEN: [&str; 34] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "last-event-id",
    "origin",
    "pragma",
    "priority",
    "range",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
];
