// A public handler may take claims of a private type, as any function may.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use actix_web::get;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

#[get("/me")]
#[paseto_required(require = claims.level > 0)]
pub async fn me(who: Claims<User>) -> String {
    who.role.clone()
}

fn main() {
    let _ = actix_web::App::new().service(me);
}
