// Claims within claims: their rules hold, and their scopes are found.
#![deny(warnings)]

use actix_paseto::Claims;
use actix_paseto::claims::ClaimSet;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct Grants {
    #[claim(scopes, len(..99))]
    grants: Vec<String>,
}

#[derive(Serialize, Deserialize, Claims)]
struct User {
    name: String,
    #[serde(flatten)]
    grants: Grants,
}

#[derive(Serialize, Deserialize, Claims)]
struct With<T> {
    #[serde(flatten)]
    more: T,
}

fn main() {
    assert_eq!(User::SCOPES, Some("grants"));
    assert_eq!(With::<Grants>::SCOPES, Some("grants"));
}
