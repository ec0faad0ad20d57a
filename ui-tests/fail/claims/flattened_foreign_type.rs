// The names inside of it are unknown, so a reserved one could hide there.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize)]
struct Extra {
    exp: u64,
}

#[derive(Deserialize, Claims)]
struct User {
    #[serde(flatten)]
    more: Extra,
}

fn main() {}
