// An alias is read too, so the token's own claim would land in this field.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[serde(alias = "iss")]
    company: String,
}

fn main() {}
