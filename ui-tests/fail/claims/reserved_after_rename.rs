// What counts is the name in the token, not the one in Rust.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[serde(rename = "sub")]
    name: String,
}

fn main() {}
