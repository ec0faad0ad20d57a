// `scopes(…)` reads one field: which?
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    #[claim(scopes)]
    a: Vec<String>,
    #[claim(scopes)]
    b: Vec<String>,
}

fn main() {}
