//! The `WWW-Authenticate` challenge: RFC 6750 §3, RFC 9470 §3, comma separated (RFC 9110 §11.6.1).

use std::cell::RefCell;
use std::fmt::Write as _;
use std::time::Duration;

use actix_web::http::header::HeaderValue;

use super::Refusal;
use crate::error::{Code, Rejection};

/// So many are kept; no more, should a program make realms or routes without end.
const MOST: usize = 256;

thread_local! {
    static KNOWN: RefCell<Vec<(Asked<String>, HeaderValue)>> = const { RefCell::new(Vec::new()) };
}

/// All that a challenge depends on: the configuration and the route, never the request.
struct Asked<R> {
    realm: R,
    code: Code,
    scopes: &'static [&'static str],
    max_age: Option<Duration>,
}

/// `None` where a challenge would be a lie: nothing the client could send would help now.
pub(super) fn challenge(refusal: &Refusal) -> Option<HeaderValue> {
    let asked = Asked::by(refusal);
    if asked.code == Code::TemporarilyUnavailable {
        return None;
    }
    recall(asked)
}

/// Each is written once a thread.
fn recall(asked: Asked<&str>) -> Option<HeaderValue> {
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, value)) = known.iter().find(|(other, _)| asked.is(other)) {
            return Some(value.clone());
        }
        let value = HeaderValue::try_from(asked.write()).ok()?;
        if known.len() < MOST {
            known.push((asked.kept(), value.clone()));
        }
        Some(value)
    })
}

impl<'a> Asked<&'a str> {
    fn by(refusal: &'a Refusal) -> Self {
        let (rejection, realm) = (refusal.rejection(), refusal.realm());
        let mut asked = Self { realm, code: rejection.code(), scopes: &[], max_age: None };
        if let Rejection::ScopeMissing { scopes } = rejection {
            asked.scopes = scopes;
        }
        if let Rejection::NotFresh { max_age } = rejection {
            asked.max_age = *max_age;
        }
        asked
    }

    fn is(&self, other: &Asked<String>) -> bool {
        self.code == other.code
            && self.max_age == other.max_age
            && self.scopes == other.scopes
            && self.realm == other.realm
    }

    fn kept(self) -> Asked<String> {
        let Self { realm, code, scopes, max_age } = self;
        Asked { realm: realm.to_owned(), code, scopes, max_age }
    }

    fn write(&self) -> String {
        let mut text = String::with_capacity(96);
        text.push_str("Bearer realm=");
        quote(&mut text, self.realm);
        if let Some(error) = self.code.error() {
            param(&mut text, "error", error);
            param(&mut text, "error_description", self.code.detail());
        }
        if self.code == Code::ScopeMissing {
            param(&mut text, "scope", &self.scopes.join(" "));
        }
        if let Some(age) = self.max_age {
            // RFC 9470 §3: a number, in seconds.
            let _infallible = write!(text, ", max_age={}", age.as_secs());
        }
        text
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn bearer(realm: &str, code: Code, scopes: &'static [&str], age: Option<u64>) -> String {
        let max_age = age.map(Duration::from_secs);
        let value = recall(Asked { realm, code, scopes, max_age }).unwrap();
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn each_is_remembered_as_what_was_asked() {
        for _ in 0..2 {
            for realm in ["a", "b"] {
                let missing = bearer(realm, Code::TokenMissing, &[], None);
                assert_eq!(missing, format!("Bearer realm=\"{realm}\""));
                for scopes in [&["x"][..], &["x", "y"]] {
                    let text = bearer(realm, Code::ScopeMissing, scopes, None);
                    assert!(text.starts_with(&missing), "{text}");
                    assert!(text.ends_with(&format!("scope=\"{}\"", scopes.join(" "))), "{text}");
                }
                for age in [60, 61] {
                    let text = bearer(realm, Code::TokenNotFresh, &[], Some(age));
                    assert!(text.starts_with(&missing), "{text}");
                    assert!(text.ends_with(&format!(", max_age={age}")), "{text}");
                }
                assert!(!bearer(realm, Code::TokenNotFresh, &[], None).contains("max_age"));
            }
        }
    }

    #[test]
    fn no_more_are_kept_than_there_is_room_for() {
        for n in 0..2 * MOST {
            let (realm, text) = (n.to_string(), format!("Bearer realm=\"{n}\""));
            assert_eq!(bearer(&realm, Code::TokenMissing, &[], None), text);
        }
        assert_eq!(KNOWN.with_borrow(Vec::len), MOST);
    }
}
