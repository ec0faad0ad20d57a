// A type whose names and rules nobody checked is no set of claims.
use actix_paseto::{Claims, paseto_required};
use serde::Deserialize;

#[derive(Deserialize)]
struct User {
    name: String,
}

#[paseto_required]
async fn show(who: Claims<User>) -> String {
    who.name.clone()
}

fn main() {}
