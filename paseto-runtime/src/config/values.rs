//! One value each: from what figment holds to what the settings hold.

pub(super) mod backends;
pub(super) mod sessions;
pub(super) mod shared_store;

use std::ops::RangeInclusive;
use std::time::Duration;

use figment::value::Value;

use super::duration;
use super::error::Problem;
use super::settings::{KindFilter, SourceName, StoreChoice, Ttl};
use crate::key::KidRule;
use crate::kind::Purpose;
use crate::secret::SecretText;
use crate::secrets::SecretRef;
use crate::time::Leeway;

/// So that `now` plus a life stays before the year 10 000.
const LONGEST_LIFE: Duration = Duration::from_secs(365_000 * 24 * 60 * 60);

pub(super) fn text(value: &Value) -> Result<String, Problem> {
    filled(value).map(str::to_owned)
}

pub(super) fn optional_text(value: &Value) -> Result<Option<String>, Problem> {
    text(value).map(Some)
}

pub(super) fn texts(value: &Value) -> Result<Vec<String>, Problem> {
    list(value, |item| text(item).map_err(|_| Problem::MustBe(TEXTS)))
}

const TEXTS: &str = "text that is not empty, or a list of it";

pub(super) fn flag(value: &Value) -> Result<bool, Problem> {
    value.to_bool().ok_or(Problem::MustBe("true or false"))
}

/// A whole number within the range; `form` says so in words.
pub(super) fn number(
    value: &Value,
    range: RangeInclusive<usize>,
    form: &'static str,
) -> Result<usize, Problem> {
    let number = value.to_num().and_then(figment::value::Num::to_u128_lossy);
    let number = number.and_then(|number| usize::try_from(number).ok());
    number.filter(|number| range.contains(number)).ok_or(Problem::MustBe(form))
}

pub(super) fn leeway(value: &Value) -> Result<Leeway, Problem> {
    Leeway::new(span(value)?).map_err(|_| Problem::MustBe("at most 300 s"))
}

pub(super) fn ttl(value: &Value) -> Result<Ttl, Problem> {
    if value.as_str() == Some("never") { Ok(Ttl::Never) } else { life(value).map(Ttl::For) }
}

pub(super) fn life(value: &Value) -> Result<Duration, Problem> {
    let allowed = Duration::from_secs(1)..=LONGEST_LIFE;
    within(value, &allowed, "at least a second and at most 365000d")
}

pub(super) fn timeout(value: &Value) -> Result<Duration, Problem> {
    within(value, &(Duration::from_millis(1)..=Duration::from_secs(10)), "between 1ms and 10s")
}

fn within(
    value: &Value,
    range: &RangeInclusive<Duration>,
    form: &'static str,
) -> Result<Duration, Problem> {
    let span = span(value)?;
    range.contains(&span).then_some(span).ok_or(Problem::MustBe(form))
}

fn span(value: &Value) -> Result<Duration, Problem> {
    value.as_str().and_then(duration::parse).ok_or(Problem::MustBe(duration::FORM))
}

pub(super) fn purpose(value: &Value) -> Result<Purpose, Problem> {
    match value.as_str() {
        Some("v4.local") => Ok(Purpose::Local),
        Some("v4.public") => Ok(Purpose::Public),
        _ => Err(Problem::MustBe("\"v4.local\" or \"v4.public\"")),
    }
}

pub(super) fn purposes(value: &Value) -> Result<Vec<Purpose>, Problem> {
    at_least_one(list(value, purpose)?)
}

pub(super) fn sources(value: &Value) -> Result<Vec<SourceName>, Problem> {
    let only_sockets = Problem::Contradiction("`subprotocol` is for websocket_sources alone");
    named_sources(value, SourceName::Subprotocol, only_sockets)
}

pub(super) fn websocket_sources(value: &Value) -> Result<Vec<SourceName>, Problem> {
    let no_body = Problem::Contradiction("`json` needs a body, which a WebSocket handshake lacks");
    named_sources(value, SourceName::Json, no_body)
}

fn named_sources(
    value: &Value,
    refused: SourceName,
    why: Problem,
) -> Result<Vec<SourceName>, Problem> {
    let sources = at_least_one(list(value, source)?)?;
    if sources.contains(&refused) { Err(why) } else { Ok(sources) }
}

fn source(value: &Value) -> Result<SourceName, Problem> {
    match value.as_str() {
        Some("header") => Ok(SourceName::Header),
        Some("query") => Ok(SourceName::Query),
        Some("json") => Ok(SourceName::Json),
        Some("subprotocol") => Ok(SourceName::Subprotocol),
        Some("cookie") => Ok(SourceName::Cookie),
        _ => Err(Problem::MustBe(
            "of \"header\", \"cookie\", \"query\", \"json\" and \"subprotocol\"",
        )),
    }
}

pub(super) fn header_name(value: &Value) -> Result<String, Problem> {
    let name = value.as_str().filter(|name| is_http_token(name));
    name.map(str::to_owned).ok_or(Problem::MustBe("the name of a header (RFC 9110 §5.6.2)"))
}

pub(super) fn scheme(value: &Value) -> Result<Option<String>, Problem> {
    match value.as_str() {
        Some("") => Ok(None),
        Some(word) if is_http_token(word) => Ok(Some(word.to_owned())),
        _ => Err(Problem::MustBe("one word such as \"Bearer\", or \"\" for none")),
    }
}

/// What stands between quotes in a header without being escaped (RFC 9110 §5.6.4).
pub(super) fn realm(value: &Value) -> Result<String, Problem> {
    let fits = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    let realm = value.as_str().filter(|realm| !realm.is_empty() && realm.bytes().all(fits));
    realm.map(str::to_owned).ok_or(Problem::MustBe("printable ASCII without quotes or backslashes"))
}

pub(super) fn origins(value: &Value) -> Result<Vec<String>, Problem> {
    list(value, |item| {
        let origin = item.as_str().filter(|origin| is_origin(origin));
        let form = "origins such as \"https://app.example\", in lower case and without a path";
        origin.map(str::to_owned).ok_or(Problem::MustBe(form))
    })
}

pub(super) fn keys(value: &Value) -> Result<Vec<SecretText>, Problem> {
    let key = |item: &Value| {
        let text = filled(item).map_err(|_| Problem::MustBe(TEXTS))?;
        let text = SecretText::from(text.to_owned());
        SecretRef::parse(&text)?;
        Ok(text)
    };
    items(value).iter().map(key).collect()
}

/// Two purposes, so at most two of them; whether each has its own is seen once they are read.
pub(super) fn active_keys(value: &Value) -> Result<Vec<SecretText>, Problem> {
    let keys = keys(value)?;
    if keys.len() > 2 { Err(Problem::MustBe("at most one key for each purpose")) } else { Ok(keys) }
}

pub(super) fn kid(value: &Value) -> Result<KidRule, Problem> {
    match value.as_str() {
        Some("required") => Ok(KidRule::Required),
        Some("preferred") => Ok(KidRule::Preferred),
        Some("ignored") => Ok(KidRule::Ignored),
        _ => Err(Problem::MustBe("\"required\", \"preferred\" or \"ignored\"")),
    }
}

/// Only the scheme is looked at: what follows may hold a password.
pub(super) fn store(value: &Value) -> Result<StoreChoice, Problem> {
    let text = value.as_str().unwrap_or_default();
    let scheme = text.split_once(':').map_or(text, |(scheme, _)| scheme);
    match scheme.split('+').next().unwrap_or_default() {
        "memory" if text == "memory" => Ok(StoreChoice::Memory),
        "file" => file(text),
        "redis" | "rediss" => Ok(StoreChoice::Redis(text.to_owned().into())),
        "postgres" | "postgresql" => Ok(StoreChoice::Postgres(text.to_owned().into())),
        _ => Err(Problem::MustBe("\"memory\", \"file:PATH\", \"redis:…\" or \"postgres:…\"")),
    }
}

fn file(text: &str) -> Result<StoreChoice, Problem> {
    let path = text.strip_prefix("file:").filter(|path| !path.is_empty());
    path.map(|path| StoreChoice::File(path.into())).ok_or(Problem::MustBe("followed by a path"))
}

pub(super) fn kinds(value: &Value) -> Result<KindFilter, Problem> {
    let known = ["access", "refresh", "*"];
    let kind = |item: &Value| {
        let kind = item.as_str().and_then(|text| known.into_iter().find(|known| *known == text));
        kind.ok_or(Problem::MustBe("of \"access\", \"refresh\" and \"*\""))
    };
    let kinds = at_least_one(list(value, kind)?)?;
    let custom = kinds.contains(&"*");
    Ok(KindFilter {
        access: custom || kinds.contains(&"access"),
        refresh: custom || kinds.contains(&"refresh"),
        custom,
    })
}

fn filled(value: &Value) -> Result<&str, Problem> {
    let text = value.as_str().filter(|text| !text.trim_ascii().is_empty());
    text.ok_or(Problem::MustBe("text that is not empty"))
}

/// A list, or one item without the brackets. An item twice is a mistake.
fn list<T: PartialEq>(
    value: &Value,
    parse: impl Fn(&Value) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let mut all = Vec::new();
    for item in items(value) {
        let item = parse(item)?;
        if all.contains(&item) {
            return Err(Problem::MustBe("a list that names nothing twice"));
        }
        all.push(item);
    }
    Ok(all)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| std::slice::from_ref(value))
}

fn at_least_one<T>(items: Vec<T>) -> Result<Vec<T>, Problem> {
    if items.is_empty() { Err(Problem::MustBe("a list of at least one")) } else { Ok(items) }
}

pub(super) fn is_http_token(text: &str) -> bool {
    let tchar = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(tchar)
}

/// As browsers serialize it (RFC 6454 §6.2): compared byte for byte, so no other form can match.
fn is_origin(text: &str) -> bool {
    let part =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte);
    let host = |byte: u8| part(byte) || b":[]_".contains(&byte);
    text.split_once("://").is_some_and(|(scheme, authority)| {
        let filled = !scheme.is_empty() && !authority.is_empty();
        filled && scheme.bytes().all(part) && authority.bytes().all(host)
    })
}
