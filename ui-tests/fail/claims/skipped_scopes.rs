// What serde does not read holds no scopes.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(scopes)]
    #[serde(skip_deserializing)]
    grants: Vec<String>,
}

fn main() {}
