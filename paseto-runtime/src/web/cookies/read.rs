//! Reading a cookie: bytes as they came, and never one of two.

use actix_web::HttpRequest;
use actix_web::http::header::COOKIE;

use crate::error::Rejection;

// Not by actix's `HttpRequest::cookie`: it decodes percent signs in names and trims whatever Unicode
// calls white space, so that it returns `%5F%5FHost-access` and U+2000 `__Host-access`, which any page
// of the site may set, as `__Host-access`, which none may; and one byte that is not UTF-8 in any other
// cookie hides them all.

/// The value of the cookie of exactly this name; an empty one is none.
///
/// Two of one name are refused, whatever they hold: which of them is ours cannot be told.
pub(in crate::web) fn value_of<'a>(
    req: &'a HttpRequest,
    name: &str,
) -> Result<Option<&'a [u8]>, Rejection> {
    let lines = req.headers().get_all(COOKIE).map(|line| line.as_bytes());
    let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';')).filter_map(pair);
    let mut values = pairs.filter(|(known, _)| *known == name.as_bytes()).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(_), Some(_)) => Err(Rejection::TwoTokens),
        (value, _) => Ok(value.filter(|value| !value.is_empty())),
    }
}

/// `name=value`. What lacks the `=` is a value without a name (rfc6265bis §5.8.3).
fn pair(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = trimmed(text);
    let at = text.iter().position(|byte| *byte == b'=')?;
    let (name, value) = text.split_at(at);
    Some((name, value.get(1..)?))
}

/// Without the white space that HTTP knows, and no other (RFC 9110 §5.6.3).
pub(super) fn trimmed(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}
