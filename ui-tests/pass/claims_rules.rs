// Every rule, also on what may be absent.
#![deny(warnings)]

use actix_paseto::Claims;
use actix_paseto::claims::ClaimSet;
use serde::{Deserialize, Serialize};

const LEVELS: std::ops::RangeInclusive<u8> = 1..=5;

fn is_short(name: &String) -> bool {
    name.len() < 9
}

#[derive(Serialize, Deserialize, Claims)]
struct User {
    #[claim(one_of("clerk", "manager"))]
    role: String,
    #[claim(one_of("a", "b"))]
    group: Option<String>,
    #[claim(len(1..=64), with = is_short)]
    name: String,
    #[claim(len(..9))]
    tags: Option<Vec<String>>,
    #[claim(range(0..=9))]
    floor: i32,
    #[claim(range(LEVELS))]
    level: Option<u8>,
    #[claim(with = |ratio: &f64| ratio.is_finite())]
    ratio: f64,
    #[claim(scopes)]
    #[serde(rename = "perms")]
    grants: Vec<String>,
}

fn main() {
    assert_eq!(User::SCOPES, Some("perms"));
}
