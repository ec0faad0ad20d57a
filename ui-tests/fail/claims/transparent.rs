// A transparent struct is not the object that claims are.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
#[serde(transparent)]
struct User {
    name: String,
}

fn main() {}
