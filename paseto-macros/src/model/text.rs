//! What a text in an attribute may hold. An empty one is a slip that would match nothing, or all.

use syn::LitStr;

use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};

/// Given at most once, and not empty.
pub(crate) fn once(given: Given<LitStr>, diag: &mut Diagnostics) -> Option<LitStr> {
    let Arg { key, value } = given.once(diag)?;
    not_empty(&value, &format!("`{key}` is empty: name one, or leave `{key}` out"), diag);
    Some(value)
}

pub(crate) fn not_empty(text: &LitStr, words: &str, diag: &mut Diagnostics) {
    if text.value().trim().is_empty() {
        diag.say(text.span(), words);
    }
}

/// A header's name (RFC 9110 §5.1: a token).
pub(crate) fn header_name(text: &LitStr, diag: &mut Diagnostics) {
    let name = text.value();
    if name.is_empty() {
        diag.say(text.span(), "the header has no name: write one, such as `header(\"x-token\")`");
    } else if let Some(bad) = name.chars().find(|&letter| !is_token(letter)) {
        let words = "a header's name is made of letters, digits and `-`";
        diag.say(text.span(), format!("`{bad}` cannot stand in the name of a header: {words}"));
    }
}

/// A cookie's name (RFC 6265 §4.1.1: a token too).
pub(crate) fn cookie_name(text: &LitStr, diag: &mut Diagnostics) {
    let name = text.value();
    if name.is_empty() {
        diag.say(text.span(), "the cookie has no name: write one, such as `cookie(\"reset\")`");
    } else if let Some(bad) = name.chars().find(|&letter| !is_token(letter)) {
        let words = "a cookie's name is made of letters, digits, `-` and `_`";
        diag.say(text.span(), format!("`{bad}` cannot stand in the name of a cookie: {words}"));
    }
}

/// An authentication scheme is a token as well (RFC 9110 §11.1).
pub(crate) fn scheme(text: &LitStr, diag: &mut Diagnostics) {
    let scheme = text.value();
    if scheme.is_empty() {
        diag.say(text.span(), "the scheme is empty: leave `scheme` out if there is none");
    } else if let Some(bad) = scheme.chars().find(|&letter| !is_token(letter)) {
        diag.say(text.span(), format!("`{bad}` cannot stand in a scheme: it is one word"));
    }
}

/// A path segment is named as in the route, without its braces.
pub(crate) fn segment(text: &LitStr, diag: &mut Diagnostics) {
    let name = text.value();
    if name.is_empty() {
        let words = "the path segment has no name: write `path(\"tenant\")` for `/{tenant}/…`";
        diag.say(text.span(), words);
    } else if name.contains(['{', '}', '/', ':']) {
        let words = "name the path segment alone: write `path(\"tenant\")` for `/{tenant}/…`";
        diag.say(text.span(), words);
    }
}

/// `scopes("a", "b")`: at least one, each a word (RFC 6749 §3.3), none twice.
pub(crate) fn scopes(given: &Arg<Vec<LitStr>>, diag: &mut Diagnostics) {
    let Arg { key, value: scopes } = given;
    if scopes.is_empty() {
        diag.say(key.span(), format!("`{key}` demands nothing: name a scope, `{key}(\"admin\")`"));
    }
    for (index, scope) in scopes.iter().enumerate() {
        one_scope(scope, diag);
        if scopes.iter().take(index).any(|before| before.value() == scope.value()) {
            diag.say(scope.span(), "this scope is given more than once: keep one of them");
        }
    }
}

fn one_scope(scope: &LitStr, diag: &mut Diagnostics) {
    let text = scope.value();
    if text.is_empty() {
        diag.say(scope.span(), "the scope is empty: name one, such as `\"orders:read\"`");
    } else if text.contains(char::is_whitespace) {
        let words =
            "a scope has no spaces in it: write each as a text of its own, `(\"a\", \"b\")`";
        diag.say(scope.span(), words);
    }
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}
