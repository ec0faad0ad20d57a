// Bad claims would pass for an absent token.
use actix_paseto::{Claims, paseto_optional, policy};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

policy! { Visitor: optional }

#[paseto_optional(policy = Visitor)]
async fn show(who: Option<Claims<User>>) -> String {
    who.map(|who| who.name.clone()).unwrap_or_default()
}

fn main() {}
