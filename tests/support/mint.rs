//! Tokens to order, also such as the issuer would never make.

use std::time::SystemTime;

use actix_paseto::codec::LocalKey;
use serde_json::{Map, Value, json};

use super::clock::rfc3339;
use super::settings::{local_key, signing_key};

fn now_millis() -> u64 {
    let since = SystemTime::UNIX_EPOCH.elapsed().expect("after 1970");
    u64::try_from(since.as_millis()).expect("before the end")
}

/// That many minutes ago, as it stands in a token.
pub(crate) fn minutes_ago(minutes: u64) -> String {
    rfc3339(now_millis() - minutes * 60_000)
}

/// The claims of a good access token with these changes; `null` takes one out.
pub(crate) fn payload(changes: Value) -> String {
    let now = now_millis();
    let Value::Object(mut claims) = json!({
        "sub": "alice",
        "type": "access",
        "jti": "jti-0123456789",
        "iat": rfc3339(now - 10_000),
        "nbf": rfc3339(now - 10_000),
        "exp": rfc3339(now + 600_000),
        "fresh": true,
    }) else {
        unreachable!()
    };
    change(&mut claims, changes);
    Value::Object(claims).to_string()
}

fn change(claims: &mut Map<String, Value>, changes: Value) {
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    for (name, value) in changes {
        if value.is_null() {
            claims.remove(&name);
        } else {
            claims.insert(name, value);
        }
    }
}

/// A payload as it stands, sealed with the key of the tests.
pub(crate) fn mint(payload: &str) -> String {
    mint_with(payload, b"", b"")
}

pub(crate) fn mint_with(payload: &str, footer: &[u8], assertion: &[u8]) -> String {
    local_key().seal(payload.as_bytes(), footer, assertion).expect("sealed")
}

/// Signed with the key of the tests.
pub(crate) fn public(payload: &str) -> String {
    signing_key().seal(payload.as_bytes(), b"", b"").expect("signed")
}

/// Perfect but for the key.
pub(crate) fn forged() -> String {
    let key = LocalKey::generate().expect("randomness");
    key.seal(payload(json!({})).as_bytes(), b"", b"").expect("sealed")
}
