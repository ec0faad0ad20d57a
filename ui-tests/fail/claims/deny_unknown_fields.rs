// The token's own claims would be unknown fields, and no token could be read.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
#[serde(deny_unknown_fields)]
struct User {
    name: String,
}

fn main() {}
