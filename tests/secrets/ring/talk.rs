//! A program with its keys on a shelf, and what it says.

use std::time::{Duration, Instant};

use actix_paseto::codec::LocalKey;
use actix_paseto::config::ConfigErrors;
use actix_paseto::key::{Identified as _, KeyId, KeyState};
use actix_paseto::prelude::*;
use actix_paseto::time::Clock;
use actix_paseto::{KeyStatus, Paseto};
use actix_web::{get, rt};

use super::shelf::Shelf;
use super::support::{self, app, bearer, call, from_toml};

/// Read every second; what waits, waits three.
pub(super) const QUICK: &str = "
access_ttl = '10s'
refresh_ttl = '10s'
custom_ttl = '10s'
keys.refresh = '1s'
keys.pending = '3s'
keys.max_stale = '4s'
keys.timeout = '500ms'
";

/// Read again only when asked to; what waits, waits two hours.
pub(super) const SLOW: &str = "
access_ttl = '10m'
refresh_ttl = '10m'
custom_ttl = '10m'
keys.refresh = '59m'
keys.pending = '2h'
keys.max_stale = '4h'
keys.timeout = '1s'
";

#[get("/me")]
#[paseto_required]
pub(super) async fn me() -> &'static str {
    "hello"
}

pub(super) async fn start(shelf: &Shelf, lines: &str) -> Result<Paseto, ConfigErrors> {
    from_toml(&format!("[default]\nkeys.active = 'shelf:key'\n{lines}"))
        .source("shelf", shelf.clone())
        .build()
        .await
}

pub(super) async fn program(shelf: &Shelf, lines: &str) -> Paseto {
    start(shelf, lines).await.unwrap_or_else(|errors| panic!("{errors}"))
}

pub(super) async fn program_at(shelf: &Shelf, lines: &str, clock: Clock) -> Paseto {
    let text = format!("[default]\nkeys.active = 'shelf:key'\n{lines}");
    let builder = from_toml(&text).source("shelf", shelf.clone()).clock(clock);
    support::builder(builder).await
}

/// With its active key under `key` of the first source, unless the lines say otherwise.
pub(super) async fn program_with(
    sources: &[(&'static str, &Shelf)],
    lines: &str,
    clock: Clock,
) -> Paseto {
    let active = if lines.contains("keys.active") { "" } else { "keys.active = 'shelf:key'\n" };
    let mut builder = from_toml(&format!("[default]\n{active}{lines}")).clock(clock);
    for (scheme, shelf) in sources {
        builder = builder.source(scheme, (*shelf).clone());
    }
    support::builder(builder).await
}

pub(super) fn new_key() -> (String, KeyId) {
    let key = LocalKey::generate().unwrap();
    (key.to_paserk().expose().to_owned(), key.id().clone())
}

pub(super) fn token(paseto: &Paseto) -> String {
    paseto.issuer().access("alice").issue().unwrap().into_string()
}

/// Status and code of a request with this token.
pub(super) async fn verdict(paseto: &Paseto, token: &str) -> (u16, String) {
    let app = app!(paseto, me);
    call(&app, support::get("/me").insert_header(bearer(token))).await.verdict()
}

pub(super) async fn accepts(paseto: &Paseto, token: &str) -> bool {
    verdict(paseto, token).await.0 == 200
}

pub(super) fn keys(paseto: &Paseto) -> Vec<KeyStatus> {
    paseto.key_status().remove(0).keys
}

pub(super) fn state(paseto: &Paseto, id: &KeyId) -> Option<KeyState> {
    keys(paseto).into_iter().find(|key| key.id == *id).map(|key| key.state)
}

/// Which key makes tokens now, by the footer of one.
pub(super) fn sealing(paseto: &Paseto) -> KeyId {
    use base64::Engine as _;
    let token = token(paseto);
    let footer = token.rsplit('.').next().unwrap();
    let footer = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(footer).unwrap();
    let footer: serde_json::Value = serde_json::from_slice(&footer).unwrap();
    KeyId::parse(footer["kid"].as_str().unwrap()).unwrap()
}

/// Waits until it is so; how long is never asserted.
pub(super) async fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came about");
        rt::time::sleep(Duration::from_millis(20)).await;
    }
}
