//! What is told of a live token: RFC 7662 §2.2.

use serde::Serialize;

use crate::kind::TokenKind;
use crate::time::Timestamp;
use crate::token::Token;

/// The answer about a live token. Of the application's own claims it tells nothing.
#[derive(Serialize)]
pub(super) struct Active<'a> {
    active: bool,
    /// A text also where it is a number, as the RFC has it.
    sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<Audience<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    jti: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// Only what opens resources is a bearer token to anybody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    kind: &'a str,
    fresh: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Audience<'a> {
    One(&'a str),
    Many(&'a [String]),
}

impl<'a> Active<'a> {
    pub(super) fn of(token: &'a Token) -> Self {
        Self {
            active: true,
            sub: token.subject().to_string(),
            iss: token.issuer(),
            aud: audience(token),
            exp: token.expires().map(seconds),
            iat: token.issued().map(seconds),
            nbf: token.not_before().and_then(Timestamp::from_system).map(seconds),
            jti: token.jti(),
            scope: scope(token),
            token_type: token_type(token.kind()),
            kind: token.kind().as_str(),
            fresh: token.is_fresh(),
        }
    }
}

fn audience(token: &Token) -> Option<Audience<'_>> {
    match token.audience() {
        [] => None,
        [one] => Some(Audience::One(one)),
        many => Some(Audience::Many(many)),
    }
}

/// A scope with a blank in it would be two to whoever takes the list apart.
fn scope(token: &Token) -> Option<String> {
    let mut scopes = token.scopes();
    scopes.retain(|scope| !scope.is_empty() && !scope.contains(char::is_whitespace));
    (!scopes.is_empty()).then(|| scopes.join(" "))
}

fn token_type(kind: &TokenKind) -> Option<&'static str> {
    match kind {
        TokenKind::Access => Some("Bearer"),
        TokenKind::Refresh | TokenKind::Custom(_) => None,
    }
}

fn seconds(at: Timestamp) -> u64 {
    at.to_unix_micros() / 1_000_000
}
