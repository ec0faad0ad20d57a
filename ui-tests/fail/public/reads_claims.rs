// A handler that reads claims is not for anyone.
use actix_paseto::{Claims, paseto_public};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

#[paseto_public(reason = "the front page")]
async fn hello(user: Claims<User>) -> String {
    user.name.clone()
}

fn main() {}
