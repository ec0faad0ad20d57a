// A list of nothing allows nothing.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(one_of())]
    role: String,
}

fn main() {}
