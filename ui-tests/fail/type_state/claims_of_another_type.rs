// The policy verifies one type; another one was never checked.
use actix_paseto::{Claims, paseto_required};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

#[derive(Deserialize, Claims)]
struct Other {
    name: String,
}

#[paseto_required(claims = User)]
async fn show(who: Claims<Other>) -> String {
    who.name.clone()
}

fn main() {}
