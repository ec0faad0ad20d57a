// A misspelt rule must never be skipped: the claim would go unchecked.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(ranje(0..=9))]
    level: u8,
}

fn main() {}
