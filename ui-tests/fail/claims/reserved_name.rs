// The claim would be in the token twice, and could be read either way.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    exp: u64,
}

fn main() {}
