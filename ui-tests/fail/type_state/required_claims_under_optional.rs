// Under `paseto_optional` there may be no claims to take.
use actix_paseto::{Claims, paseto_optional};
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User {
    name: String,
}

#[paseto_optional]
async fn show(who: Claims<User>) -> String {
    who.name.clone()
}

fn main() {}
