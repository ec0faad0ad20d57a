// A rule is about a value, and a struct has many.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
#[claim(range(0..=9))]
struct User {
    level: u8,
}

fn main() {}
