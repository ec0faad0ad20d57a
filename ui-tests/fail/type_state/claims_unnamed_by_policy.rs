// A named policy that reads no claims cannot vouch for those of the handler.
use actix_paseto::{Claims, paseto_required, policy};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

policy! { Plain }

#[paseto_required(policy = Plain)]
async fn show(who: Claims<User>) -> String {
    who.name.clone()
}

fn main() {}
