// One side is enough: the claim is written under one name and read under another.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[serde(rename(deserialize = "jti"))]
    id: String,
}

fn main() {}
