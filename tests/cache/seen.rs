//! How a test knows whether a token was remembered: what is, is not read again.

use std::cell::Cell;

use actix_http::Request;
use actix_paseto::prelude::*;
use actix_web::get;
use serde::{Deserialize, Deserializer, Serialize};

use super::support::{bearer, get};

thread_local! {
    static READINGS: Cell<usize> = const { Cell::new(0) };
}

/// How often [`Seen`] was read on this thread since the last question.
pub(super) fn readings() -> usize {
    READINGS.replace(0)
}

#[derive(Serialize, Deserialize, Claims)]
pub(super) struct Seen {
    #[serde(deserialize_with = "counted", default)]
    pub(super) role: String,
}

fn counted<'de, D: Deserializer<'de>>(json: D) -> Result<String, D::Error> {
    READINGS.set(READINGS.get() + 1);
    String::deserialize(json)
}

#[get("/me")]
#[paseto_required]
pub(super) async fn me(seen: Claims<Seen>) -> String {
    seen.role.clone()
}

pub(super) fn with(uri: &str, token: impl AsRef<str>) -> Request {
    get(uri).insert_header(bearer(token.as_ref())).to_request()
}
