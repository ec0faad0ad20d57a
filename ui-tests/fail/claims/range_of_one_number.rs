// Is it the lowest, the highest or the only one? Write the range.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(range(9))]
    level: u8,
}

fn main() {}
