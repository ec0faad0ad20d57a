// A length without bounds bounds nothing.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(len())]
    name: String,
}

fn main() {}
