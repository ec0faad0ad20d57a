// A number has no length.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(len(1..=9))]
    level: u8,
}

fn main() {}
