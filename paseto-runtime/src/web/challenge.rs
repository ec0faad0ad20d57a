//! The `WWW-Authenticate` challenge: RFC 6750 §3, RFC 9470 §3, comma separated (RFC 9110 §11.6.1).

use std::fmt::Write as _;

use super::Refusal;
use crate::error::{Code, Rejection};

/// `None` where a challenge would be a lie: nothing the client could send would help now.
pub(super) fn challenge(refusal: &Refusal) -> Option<String> {
    let rejection = refusal.rejection();
    let code = rejection.code();
    if code == Code::TemporarilyUnavailable {
        return None;
    }
    let mut text = String::with_capacity(96);
    text.push_str("Bearer realm=");
    quote(&mut text, refusal.realm());
    if let Some(error) = code.error() {
        param(&mut text, "error", error);
        param(&mut text, "error_description", code.detail());
    }
    if let Rejection::ScopeMissing { scopes } = rejection {
        param(&mut text, "scope", &scopes.join(" "));
    }
    if let Rejection::NotFresh { max_age: Some(age) } = rejection {
        // RFC 9470 §3: a number, in seconds.
        let _infallible = write!(text, ", max_age={}", age.as_secs());
    }
    Some(text)
}

fn param(text: &mut String, name: &str, value: &str) {
    text.push_str(", ");
    text.push_str(name);
    text.push('=');
    quote(text, value);
}

/// A quoted-string (RFC 9110 §5.6.4). What it cannot hold is left out: the values are the
/// configuration's and our own, never the client's.
fn quote(text: &mut String, value: &str) {
    text.push('"');
    for char in value.chars().filter(|char| char.is_ascii_graphic() || *char == ' ') {
        if matches!(char, '"' | '\\') {
            text.push('\\');
        }
        text.push(char);
    }
    text.push('"');
}
