// The prelude is all that a file of handlers needs.
#![deny(warnings)]

use actix_paseto::prelude::*;
use actix_web::get;

#[derive(serde::Serialize, serde::Deserialize, Claims)]
struct User {
    name: String,
}

#[get("/me")]
#[paseto_required]
async fn me(user: Claims<User>, token: Token) -> String {
    format!("{} {}", user.name, token.subject())
}

fn main() {
    let _ = actix_web::App::new().service(me);
}
