//! What is asked of each route: which tokens, and which answer.

use std::rc::Rc;

use actix_paseto::codec::{LocalKey, Shape};
use actix_paseto::kind::Purpose;
use jsonwebtoken::Algorithm;
use serde_json::json;

use crate::sample::{Sample, forged};

/// One row of a table.
pub struct Case {
    pub name: String,
    pub route: &'static str,
    /// What `Authorization` holds, taken in turn; empty: it is not sent. Shared, since a million of
    /// them are.
    pub tokens: Rc<[String]>,
    pub status: u16,
    /// The row without a guard that this one is compared with.
    pub base: String,
}

fn case(name: &str, route: &'static str, tokens: &[String], status: u16, base: &str) -> Case {
    let tokens = bearer(tokens);
    Case { name: name.to_owned(), route, tokens, status, base: base.to_owned() }
}

pub fn bearer(tokens: &[String]) -> Rc<[String]> {
    tokens.iter().map(|token| format!("Bearer {token}")).collect()
}

pub const OPEN: &str = "no guard";
pub const DENIED: &str = "no guard, answers 401";
pub const DENIED_BARE: &str = "no guard, answers 401, no token sent";

/// Everything that is accepted, with one token a route.
pub fn accepted(sample: &Sample) -> Vec<Case> {
    let (local, public) = (sample.issue(Purpose::Local), sample.issue(Purpose::Public));
    let (hs256, eddsa) = (sample.jwt(Algorithm::HS256), sample.jwt(Algorithm::EdDSA));
    [
        (OPEN, "/open", &local),
        ("header read only", "/header", &local),
        ("ours, v4.local, first-seen", "/first/local", &local),
        ("ours, v4.local, first-seen, typed claims", "/typed/local", &local),
        ("ours, v4.local, repeat", "/local", &local),
        ("ours, v4.local, repeat, typed claims", "/again/local", &local),
        ("ours, v4.local, repeat, `skip_revocation`", "/skip/local", &local),
        ("ours, v4.public, first-seen", "/first/public", &public),
        ("ours, v4.public, first-seen, typed claims", "/typed/public", &public),
        ("ours, v4.public, repeat", "/public", &public),
        ("ours, v4.public, repeat, typed claims", "/again/public", &public),
        ("ours, v4.public, repeat, `skip_revocation`", "/skip/public", &public),
        ("pasetors, v4.local", "/pasetors/local", &local),
        ("pasetors, v4.public", "/pasetors/public", &public),
        ("rusty_paseto, v4.local", "/rusty/local", &local),
        ("rusty_paseto, v4.public", "/rusty/public", &public),
        ("httpauth + jsonwebtoken, HS256", "/jwt/hs256", &hs256),
        ("httpauth + jsonwebtoken, EdDSA", "/jwt/eddsa", &eddsa),
    ]
    .map(|(name, route, token)| case(name, route, &[token.clone()], 200, OPEN))
    .into()
}

/// Refused in each way. Needs a runtime: a revocation is made.
pub async fn refused(sample: &Sample) -> Vec<Case> {
    let (local, public) = (sample.issue(Purpose::Local), sample.issue(Purpose::Public));
    let foreign = LocalKey::generate().unwrap();
    let foreign = foreign.seal(b"{}", br#"{"kid":"k4.lid.unknown"}"#, b"").unwrap();
    let revoked = sample.with(json!({ "jti": "revoked" }));
    sample.paseto.revocations().revoke_jti("revoked").await.unwrap();
    let one =
        |name, route, token: &str, status| case(name, route, &[token.to_owned()], status, DENIED);
    let with = |changes| sample.with(changes);
    vec![
        one(DENIED, "/denied", &local, 401),
        case(DENIED_BARE, "/denied", &[], 401, DENIED_BARE),
        case("no token", "/local", &[], 401, DENIED_BARE),
        Case {
            tokens: Rc::from([format!("Basic {local}")]),
            ..one("foreign scheme", "/local", &local, 401)
        },
        one("malformed", "/local", "v4.local.", 401),
        one("wrong header (v3.local)", "/local", &local.replace("v4.", "v3."), 401),
        one("other purpose", "/local", &public, 401),
        one("unknown key", "/local", &foreign, 401),
        one("forged v4.local", "/local", &forged(&local), 401),
        one("forged v4.public", "/public", &forged(&public), 401),
        one("expired", "/local", &with(json!({ "exp": "2020-01-01T00:00:00Z" })), 401),
        one("not yet valid", "/local", &with(json!({ "nbf": "2100-01-01T00:00:00Z" })), 401),
        one("other issuer", "/local", &with(json!({ "iss": "https://other.example" })), 401),
        one("other audience", "/local", &with(json!({ "aud": "https://other.example" })), 401),
        one("access token on a refresh route", "/refresh", &local, 401),
        one("not fresh", "/fresh", &local, 401),
        one("revoked", "/local", &revoked, 401),
        one("scope missing", "/scope", &local, 403),
        one("requirement failed", "/require", &local, 403),
    ]
}

/// Base64 of these lengths, which is no token; each beside a handler that refuses by itself.
pub fn junk() -> Vec<Case> {
    let mut all = Vec::new();
    for length in [64, 430, 4_096, 8_192, 65_536] {
        let token = [format!("v4.public.{}", "A".repeat(length - "v4.public.".len()))];
        let base = format!("{DENIED}, {length} B sent");
        all.push(case(&base, "/denied", &token, 401, &base));
        all.push(case(&format!("junk, {length} B"), "/public", &token, 401, &base));
    }
    all
}

/// Many distinct tokens in turn, as many clients send them.
pub fn many(sample: &Sample, counts: &[usize]) -> Vec<Case> {
    let mut all = Vec::new();
    for &count in counts {
        let tokens =
            |purpose| -> Vec<String> { (0..count).map(|_| sample.issue(purpose)).collect() };
        let base = format!("{OPEN}, {count} tokens");
        let (local, public) = (tokens(Purpose::Local), tokens(Purpose::Public));
        let of = |name: &str| format!("{name}, {count} tokens");
        all.push(case(&base, "/open", &local, 200, &base));
        all.push(case(&of("ours, v4.local, repeat"), "/local", &local, 200, &base));
        all.push(case(&of("ours, v4.public, repeat"), "/public", &public, 200, &base));
    }
    all
}

/// That the sample is what the page says it is.
pub fn check_lengths(sample: &Sample) -> (usize, usize) {
    let token = sample.issue(Purpose::Public);
    let shape = Shape::parse(&token, &[Purpose::Public]).unwrap();
    let opened = sample.signing.verifying_key().open(&shape, b"").unwrap();
    (opened.payload().len(), token.len())
}
