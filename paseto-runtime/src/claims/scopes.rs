//! Scopes: which ones a payload grants, and which ones a granted scope covers.

use std::borrow::Cow;

use super::registered::LIMITS;
use super::strict::{self, Member};
use crate::error::PayloadError;

/// The scopes that a payload grants.
///
/// With a `field`, the member of that name alone, a text or a list; absent or null, it grants
/// nothing. Without, the claim `scope` (a text, split on single spaces, RFC 9068), else `scopes`
/// (a list of texts).
///
/// # Errors
///
/// [`PayloadError`] if the payload is no strict JSON object, or the member of another type.
pub fn granted(payload: &str, field: Option<&'static str>) -> Result<Vec<String>, PayloadError> {
    let list_of = field.unwrap_or("scopes");
    let (mut declared, mut scope) = (None, None);
    strict::visit(payload, &LIMITS, list_of, |name, value| {
        if name == list_of {
            declared = Some(value);
        } else if name == "scope" {
            scope = Some(value);
        }
    })?;
    if let Some(field) = field {
        return match declared {
            None | Some(Member::Null) => Ok(Vec::new()),
            Some(value) => {
                split(&value).or_else(|| list(value)).ok_or(PayloadError::WrongType(field))
            }
        };
    }
    match (scope, declared) {
        (Some(scope), _) => split(&scope).ok_or(PayloadError::WrongType("scope")),
        (None, Some(scopes)) => list(scopes).ok_or(PayloadError::WrongType("scopes")),
        (None, None) => Ok(Vec::new()),
    }
}

/// Whether one of the granted scopes covers the wanted one: it is the same, or ends in `:*` and
/// the wanted one goes on after the colon.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::claims::covers;
///
/// let granted = ["orders:*".to_owned()];
/// assert!(covers(&granted, "orders:read"));
/// assert!(!covers(&granted, "orders"));
/// ```
#[must_use]
pub fn covers(granted: &[String], wanted: &str) -> bool {
    granted.iter().any(|scope| scope == wanted || covers_by_star(scope, wanted))
}

fn covers_by_star(scope: &str, wanted: &str) -> bool {
    let Some(stem) = scope.strip_suffix('*').filter(|stem| stem.ends_with(':')) else {
        return false;
    };
    wanted.strip_prefix(stem).is_some_and(|rest| !rest.is_empty())
}

fn split(value: &Member<'_>) -> Option<Vec<String>> {
    let Member::Text(text) = value else { return None };
    // On the space alone: `read\tadmin` is one scope, and none of ours.
    Some(text.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect())
}

fn list(value: Member<'_>) -> Option<Vec<String>> {
    let Member::List(Some(texts)) = value else { return None };
    Some(texts.into_iter().map(Cow::into_owned).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn scopes_are_found_where_they_are_declared() {
        let none: [&str; 0] = [];
        assert_eq!(granted(r#"{"scope":"a b"}"#, None).unwrap(), ["a", "b"]);
        assert_eq!(granted(r#"{"scopes":["a b","c"]}"#, None).unwrap(), ["a b", "c"]);
        assert_eq!(granted(r#"{"scope":"a","scopes":["b"]}"#, None).unwrap(), ["a"]);
        assert_eq!(granted(r#"{"may":"a b","scope":"c"}"#, Some("may")).unwrap(), ["a", "b"]);
        assert_eq!(granted(r#"{"may":["a"]}"#, Some("may")).unwrap(), ["a"]);
        assert_eq!(granted(r#"{"may":null}"#, Some("may")).unwrap(), none);
        assert_eq!(granted(r#"{"scope":"c"}"#, Some("may")).unwrap(), none);
        assert_eq!(granted("{}", None).unwrap(), none);
    }

    #[test]
    fn scopes_of_another_type_are_refused() {
        for (payload, field, claim) in [
            (r#"{"scope":["a"]}"#, None, "scope"),
            (r#"{"scope":null}"#, None, "scope"),
            (r#"{"scopes":"a"}"#, None, "scopes"),
            (r#"{"scopes":["a",1]}"#, None, "scopes"),
            (r#"{"may":1}"#, Some("may"), "may"),
        ] {
            assert_eq!(granted(payload, field).unwrap_err(), PayloadError::WrongType(claim));
        }
    }

    #[test]
    fn only_a_single_space_separates() {
        let scopes = granted(r#"{"scope":"read\tadmin x\nadmin  y\u00a0admin"}"#, None).unwrap();
        assert_eq!(scopes, ["read\tadmin", "x\nadmin", "y\u{a0}admin"]);
        assert!(!covers(&scopes, "admin"));
    }

    #[test]
    fn a_scope_covers_itself_and_what_its_star_says() {
        let covered = |scope: &str, wanted: &str| covers(&[scope.to_owned()], wanted);
        assert!(covered("admin", "admin"));
        assert!(covered("orders:*", "orders:read"));
        assert!(covered("orders:*", "orders:read:own"));
        for (scope, wanted) in [
            ("adminx", "admin"),
            ("xadmin", "admin"),
            ("Admin", "admin"),
            ("orders:*", "orders"),
            ("orders:*", "orders:"),
            ("orders:*", "ordersx:read"),
            ("orders*", "orders:read"),
            ("*", "orders:read"),
            ("orders:read", "orders:*"),
            ("", "admin"),
        ] {
            assert!(!covered(scope, wanted), "{scope} {wanted}");
        }
        assert!(!covers(&[], "admin"));
    }
}
