// Of two ranges only one can hold.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(range(0..=9), range(1..=5))]
    level: u8,
}

fn main() {}
