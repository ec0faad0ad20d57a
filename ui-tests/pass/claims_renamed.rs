// A Rust name that the token reserves is fine as long as the claim has another.
#![deny(warnings)]
#![allow(dead_code)]

use actix_paseto::Claims;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Loud {
    sub: String,
    iss: String,
}

#[derive(Serialize, Deserialize, Claims)]
#[serde(rename_all(serialize = "PascalCase", deserialize = "PascalCase"), default)]
#[derive(Default)]
struct Quiet {
    exp: u64,
    #[serde(rename = "kind", alias = "sort")]
    r#type: String,
    #[serde(skip)]
    jti: String,
}

fn main() {}
