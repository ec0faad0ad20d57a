// The names that go into the token would be those of another type.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
#[serde(from = "Raw")]
struct User {
    name: String,
}

#[derive(Deserialize)]
struct Raw {
    exp: String,
}

impl From<Raw> for User {
    fn from(raw: Raw) -> Self {
        Self { name: raw.exp }
    }
}

fn main() {}
